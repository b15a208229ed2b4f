import { nvidiaGpus } from "@batchline/aws-facts";
import { CodedError, must } from "@batchline/diagnostics";
import * as z from "zod";
import type { ConfigErrorCode } from "./error-codes.ts";
import { architectureOf } from "./instance-types.ts";
import { StackConfigSchema } from "./stack-schema.ts";

export { StackConfigSchema } from "./stack-schema.ts";

/** A stack's configuration, checked, defaults filled in. Empty text is undefined. */
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
] as const;

/** Returns the text of a key in the project's namespace, as `new pulumi.Config()` does. Lists and maps are JSON. */
export interface ConfigReader {
  get(key: string): string | undefined;
}

/** Every problem of a stack's configuration, each with the command that fixes it. Its code is the first problem's code. */
export class InvalidStackConfigError extends CodedError<ConfigErrorCode> {
  readonly problems: readonly ConfigProblem[];

  constructor(stack: string, problems: readonly ConfigProblem[]) {
    const lines = problems.map(
      ({ code, key, message }) =>
        `Pulumi.${stack}.yaml: batchline:${key}: ${code} ${message}\n  ${fixingCommand(stack, key)}`,
    );
    const { code } = must(problems[0], "an invalid configuration has a problem");
    super(code, `the configuration of stack ${stack} is not valid:\n${lines.join("\n")}`);
    this.problems = problems;
  }
}

export interface ConfigProblem {
  readonly code: ConfigErrorCode;
  readonly key: StackKey;
  /** What is wrong. */
  readonly message: string;
}

type StackKey = keyof typeof StackConfigSchema.shape;

/**
 * Reads and checks the configuration of the stack `stack`. @throws {InvalidStackConfigError} with every problem.
 * @example const { maxVcpus } = loadStackConfig(new Config(), getStack());
 */
export function loadStackConfig(reader: ConfigReader, stack: string): StackConfig {
  const raw = Object.fromEntries(
    Object.entries(declared).flatMap(([key, { type }]) => {
      const text = reader.get(key);
      return text === undefined ? [] : [[key, decode(text, type)]];
    }),
  );
  const parsed = StackConfigSchema.safeParse(raw, { reportInput: true });
  if (!parsed.success) throw new InvalidStackConfigError(stack, parsed.error.issues.map(problemOfIssue));
  const contradictions = contradictionsIn(parsed.data);
  if (contradictions.length > 0) throw new InvalidStackConfigError(stack, contradictions);
  const empty = optionalText.filter((key) => parsed.data[key] === "");
  return { ...parsed.data, ...Object.fromEntries(empty.map((key) => [key, undefined])) };
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

function problemOfIssue(issue: z.core.$ZodIssue): ConfigProblem {
  const [key, ...path] = issue.path;
  const entry = path.find((part) => typeof part === "string");
  const at = entry === undefined ? "" : `${entry}: `;
  return {
    code: issue.code === "invalid_type" ? "BL-C001" : "BL-C002",
    key: key as StackKey,
    message: `${at}${issue.message}, got ${JSON.stringify(issue.input)}`,
  };
}

/** Settings that are valid alone but not together. */
function contradictionsIn(config: z.output<typeof StackConfigSchema>): ConfigProblem[] {
  const { spot, vpcId, subnetIds, architecture, registrySecretArn, maxVcpus } = config;
  const problems: ConfigProblem[] = [];
  const refusal = (code: ConfigErrorCode) => (isBroken: boolean, key: StackKey, message: string) => {
    if (isBroken) problems.push({ code, key, message });
  };
  const needs = refusal("BL-C003");
  const clashes = refusal("BL-C004");
  const isNewVpc = vpcId === "";
  const forNames = "so name their VPC, or remove them to have a VPC made";
  const noSubnets = !isNewVpc && subnetIds.length === 0;
  needs(noSubnets, "subnetIds", "vpcId is set, so name its subnets in which instances start");
  needs(isNewVpc && subnetIds.length > 0, "vpcId", `subnetIds is set, ${forNames}`);
  needs(isNewVpc && config.routeTableIds.length > 0, "vpcId", `routeTableIds is set, ${forNames}`);
  const isOnDemand = "spot is false, so everything runs on demand; raise";
  clashes(!spot && config.onDemandMaxVcpus > 0, "onDemandMaxVcpus", `${isOnDemand} maxVcpus instead`);
  const gpuFallback = !spot && config.gpuOnDemandMaxVcpus > 0;
  clashes(gpuFallback, "gpuOnDemandMaxVcpus", `${isOnDemand} gpuMaxVcpus instead`);
  const bestFit = !spot && config.spotAllocation === "BEST_FIT";
  clashes(bestFit, "spotAllocation", "spot is false; BEST_FIT is for Spot only");
  const needsImage = registrySecretArn !== "" && config.workerImage === "";
  needs(needsImage, "workerImage", "registrySecretArn is set, so name the image that is pulled with it");
  const needsSecret = registrySecretArn === "" && config.registryLogin === "ecs-agent";
  const login = "registryLogin is ecs-agent, so name the secret that instances log in with";
  needs(needsSecret, "registrySecretArn", login);
  clashes(config.minVcpus > maxVcpus, "minVcpus", `it is greater than maxVcpus, which is ${maxVcpus}`);
  const other = config.instanceTypes.find((type) => architectureOf(type) !== architecture);
  clashes(other !== undefined, "instanceTypes", `${other} is not ${architecture}, the stack's architecture`);
  const noGpu = config.gpuInstanceTypes.find((type) => nvidiaGpus(type) === 0);
  const noGpuMessage = `${noGpu} has no NVIDIA GPU that AWS's ECS image supports`;
  refusal("BL-C002")(noGpu !== undefined, "gpuInstanceTypes", noGpuMessage);
  return problems;
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
  registrySecretArn: "arn:aws:secretsmanager:<region>:<account>:secret:<name>",
};

function fixingCommand(stack: string, key: StackKey): string {
  const { type, default: standard } = must(declared[key], "the schema declares every key");
  const path = { array: `--path 'batchline:${key}[0]'`, object: `--path 'batchline:${key}.orders-database'` }[
    type
  ];
  return `pulumi config set --stack ${stack} ${path ?? `batchline:${key}`} ${examples[key] ?? standard}`;
}
