import type * as z from "zod";
import { contradictionsIn } from "./contradictions.ts";
import type { SettingProblem, StackKey } from "./setting-problem.ts";
import { StackConfigSchema } from "./stack-schema.ts";
import { type NeedyWorkflow, unmetNeeds } from "./stage-needs.ts";

/** All settings, checked, defaults filled in. Empty text is undefined. */
export type StackConfig = Omit<z.output<typeof StackConfigSchema>, OptionalText> & {
  readonly [Key in OptionalText]?: string;
};

type OptionalText = (typeof optionalText)[number];
const optionalText = [
  "vpcId",
  "workerImage",
  "egressProxy",
  "tenantBucketSuffix",
  "ami",
  "gpuAmi",
  "registrySecretArn",
  "noticeSender",
  "webhookSecret",
] as const;

/** The settings with their defaults, or everything that is wrong with them. */
type CheckedSettings =
  | { readonly config: StackConfig; readonly problems?: never }
  | { readonly config?: never; readonly problems: readonly SettingProblem[] };

/** Checks settings, alone, together, and for the stages of `workflows`. An undefined one has its default. */
export function checkSettings(
  given: Readonly<Partial<Record<StackKey, unknown>>>,
  workflows: readonly NeedyWorkflow[],
): CheckedSettings {
  const parsed = StackConfigSchema.safeParse(given, { reportInput: true });
  if (!parsed.success) return { problems: parsed.error.issues.map(problemOfIssue) };
  const empty = optionalText.filter((key) => parsed.data[key] === "");
  const config = { ...parsed.data, ...Object.fromEntries(empty.map((key) => [key, undefined])) };
  const problems = [...contradictionsIn(parsed.data), ...unmetNeeds(config, workflows)];
  return problems.length > 0 ? { problems } : { config };
}

function problemOfIssue(issue: z.core.$ZodIssue): SettingProblem {
  const [key, ...path] = issue.path;
  const entry = path.find((part) => typeof part === "string");
  const at = entry === undefined ? "" : `${entry}: `;
  return {
    code: issue.code === "invalid_type" ? "BL-C001" : "BL-C002",
    key: key as StackKey,
    message: `${at}${issue.message}, got ${JSON.stringify(issue.input)}`,
  };
}
