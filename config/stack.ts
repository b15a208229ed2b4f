import { CodedError, must } from "@batchline/diagnostics";
import * as z from "zod";
import type { ConfigErrorCode } from "./error-codes.ts";
import type { SettingProblem, StackKey } from "./setting-problem.ts";
import { checkSettings, type StackConfig } from "./stack-config.ts";
import { StackConfigSchema } from "./stack-schema.ts";
import type { NeedyWorkflow } from "./stage-needs.ts";

/** Returns the text of a key in the project's namespace, as `new pulumi.Config()` does. Lists and maps are JSON. */
export interface ConfigReader {
  get(key: string): string | undefined;
}

/** Every problem of a stack's configuration, each with the command that fixes it. Its code is the first problem's code. */
export class InvalidStackConfigError extends CodedError<ConfigErrorCode> {
  readonly problems: readonly SettingProblem[];

  constructor(stack: string, problems: readonly SettingProblem[]) {
    const lines = problems.map(
      (problem) =>
        `Pulumi.${stack}.yaml: batchline:${problem.key}: ${problem.code} ${problem.message}\n  ${fixingCommand(stack, problem)}`,
    );
    const { code } = must(problems[0], "an invalid configuration has a problem");
    super(code, `the configuration of stack ${stack} is not valid:\n${lines.join("\n")}`);
    this.problems = problems;
  }
}

/**
 * Reads and checks the configuration of the stack `stack`, which deploys `workflows`. @throws {InvalidStackConfigError} with every problem.
 * @example const { maxVcpus } = loadStackConfig(new Config(), getStack(), [nightlyReport]);
 */
export function loadStackConfig(
  reader: ConfigReader,
  stack: string,
  workflows: readonly NeedyWorkflow[],
): StackConfig {
  const raw = Object.fromEntries(
    Object.entries(declared).flatMap(([key, { type }]) => {
      const text = reader.get(key);
      return text === undefined ? [] : [[key, decode(text, type)]];
    }),
  );
  const { config, problems } = checkSettings(raw, workflows);
  if (problems !== undefined) throw new InvalidStackConfigError(stack, problems);
  return config;
}

const declared = z.toJSONSchema(StackConfigSchema, { io: "input" }).properties as Readonly<
  Record<string, { readonly type: string; readonly default: unknown }>
>;

/** The value that `text` stands for. Text that does not parse stays text, for the schema to reject. */
function decode(text: string, type: string): unknown {
  if (type === "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Values for the command that fixes a setting, where its default would not help. */
const examples: Partial<Record<StackKey, string>> = {
  vpcId: "vpc-0a1b2c3d",
  subnetIds: "subnet-0a1b2c3d",
  routeTableIds: "rtb-0a1b2c3d",
  instanceTypes: "m7g",
  gpuInstanceTypes: "g6",
  workerImage: "<registry>/<repository>@sha256:<digest>",
  egressProxy: "http://proxy.internal:3128",
  tenantBucketSuffix: "-dev",
  ami: "recommended",
  gpuAmi: "recommended",
  alarmEmails: "oncall@example.com",
  consumableResources: "20",
  secrets: "arn:aws:secretsmanager:<region>:<account>:secret:<name>-<suffix>",
  noticeSender: "jobs@example.com",
  webhookSecret: "arn:aws:secretsmanager:<region>:<account>:secret:<name>-<suffix>",
  registrySecretArn: "arn:aws:secretsmanager:<region>:<account>:secret:<name>",
};

function fixingCommand(stack: string, { key, entry = "orders-database", fix }: SettingProblem): string {
  const { type, default: standard } = must(declared[key], "the schema declares every key");
  const path = { array: `--path 'batchline:${key}[0]'`, object: `--path 'batchline:${key}.${entry}'` }[type];
  return `pulumi config set --stack ${stack} ${path ?? `batchline:${key}`} ${fix ?? examples[key] ?? standard}`;
}
