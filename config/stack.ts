import { nvidiaGpus } from "@batchline/aws-facts";
import * as z from "zod";
import { architectureOf } from "./instance-types.ts";
import { StackConfigSchema } from "./stack-schema.ts";

export { StackConfigSchema } from "./stack-schema.ts";

/** A stack's configuration, checked, defaults filled in. What may be left empty is undefined then. */
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

/** Gives the text of a key of the project's namespace, as `new pulumi.Config()` does; lists and maps are JSON. */
export interface ConfigReader {
  get(key: string): string | undefined;
}

/** What is wrong with a stack's configuration, every problem at once, each with the command that mends it. */
export class InvalidStackConfig extends Error {
  override readonly name = "InvalidStackConfig";
  readonly problems: readonly ConfigProblem[];

  constructor(stack: string, problems: readonly ConfigProblem[]) {
    const lines = problems.map(
      ({ key, message, example }) =>
        `Pulumi.${stack}.yaml: batchline:${key}: ${message}\n  ${command(stack, key, example)}`,
    );
    super(`the configuration of stack ${stack} is not valid:\n${lines.join("\n")}`);
    this.problems = problems;
  }
}

export interface ConfigProblem {
  readonly key: string;
  /** What is wrong. */
  readonly message: string;
  /** A value that would do. */
  readonly example: string;
}

/** Reads the configuration of the stack `stack`. Throws InvalidStackConfig. */
export function loadStackConfig(reader: ConfigReader, stack: string): StackConfig {
  const raw = Object.fromEntries(
    Object.entries(types).flatMap(([key, type]) => {
      const text = reader.get(key);
      return text === undefined ? [] : [[key, decode(text, type)]];
    }),
  );
  const parsed = StackConfigSchema.safeParse(raw, { reportInput: true });
  if (!parsed.success) throw new InvalidStackConfig(stack, parsed.error.issues.map(explain));
  const contradictions = contradictionsIn(parsed.data);
  if (contradictions.length > 0) throw new InvalidStackConfig(stack, contradictions);
  const empty = optionalText.filter((key) => parsed.data[key] === "");
  return { ...parsed.data, ...Object.fromEntries(empty.map((key) => [key, undefined])) };
}

interface Declared {
  readonly type: "string" | "integer" | "boolean" | "array" | "object";
  readonly default: unknown;
}

const declared = z.toJSONSchema(StackConfigSchema, { io: "input" }).properties as Readonly<
  Record<string, Declared>
>;
const types: Readonly<Record<string, Declared["type"]>> = Object.fromEntries(
  Object.entries(declared).map(([key, { type }]) => [key, type]),
);

/** The value that `text` stands for; itself where it is not one of the type, for the schema to refuse. */
function decode(text: string, type: Declared["type"]): unknown {
  if (type === "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function explain(issue: z.core.$ZodIssue): ConfigProblem {
  const key = String(issue.path[0]);
  const given = JSON.stringify(issue.input);
  const entry = issue.path.slice(1).find((part) => typeof part === "string");
  const at = entry === undefined ? "" : `${entry}: `;
  return { key, message: `${at}${issue.message}, got ${given}`, example: example(key) };
}

/** What each key alone allows but no stack can mean. */
function contradictionsIn(config: z.output<typeof StackConfigSchema>): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const refuse = (key: string, message: string) => problems.push({ key, message, example: example(key) });
  if (config.vpcId !== "" && config.subnetIds.length === 0)
    refuse("subnetIds", "vpcId is set, so say which of its subnets instances start in");
  if (config.vpcId === "" && config.subnetIds.length > 0)
    refuse("vpcId", "subnetIds is set, so say which VPC they are in, or remove them to have one made");
  if (config.vpcId === "" && config.routeTableIds.length > 0)
    refuse("vpcId", "routeTableIds belongs to a given VPC; the one made here has its endpoints");
  if (!config.spot && config.onDemandMaxVcpus > 0)
    refuse("onDemandMaxVcpus", "spot is false, so everything is on demand already; raise maxVcpus instead");
  if (!config.spot && config.gpuOnDemandMaxVcpus > 0)
    refuse(
      "gpuOnDemandMaxVcpus",
      "spot is false, so everything is on demand already; raise gpuMaxVcpus instead",
    );
  if (!config.spot && config.spotAllocation === "BEST_FIT")
    refuse("spotAllocation", "spot is false, so there are no Spot instances to choose");
  if (config.registrySecretArn !== "" && config.workerImage === "")
    refuse("workerImage", "registrySecretArn is set, so say which image is pulled with it");
  if (config.registrySecretArn === "" && config.registryLogin === "ecs-agent")
    refuse("registrySecretArn", "registryLogin is ecs-agent, so say which secret instances log in with");
  if (config.minVcpus > config.maxVcpus)
    refuse("minVcpus", `it is over maxVcpus, which is ${config.maxVcpus}`);
  const other = config.instanceTypes.find((type) => architectureOf(type) !== config.architecture);
  if (other !== undefined)
    refuse(
      "instanceTypes",
      `${other} is ${architectureOf(other)} and architecture is ${config.architecture}`,
    );
  const without = config.gpuInstanceTypes.find((type) => nvidiaGpus(type) === 0);
  if (without !== undefined)
    refuse("gpuInstanceTypes", `${without} has no NVIDIA GPU that the ECS image of AWS supports`);
  return problems;
}

const examples: Readonly<Record<string, string>> = {
  vpcId: "vpc-0a1b2c3d",
  subnetIds: '["subnet-0a1b2c3d"]',
  routeTableIds: '["rtb-0a1b2c3d"]',
  instanceTypes: '["m7g"]',
  gpuInstanceTypes: '["g6"]',
  workerImage: "<registry>/<repository>@sha256:<digest>",
  egressProxy: "http://proxy.internal:3128",
  tenantBucketSuffix: "-dev",
  ami: "recommended",
  gpuAmi: "recommended",
  alarmEmails: '["oncall@example.com"]',
  consumableResources: '{"orders-database":20}',
  secrets: '{"orders-database":"arn:aws:secretsmanager:<region>:<account>:secret:<name>-<suffix>"}',
  registrySecretArn: "arn:aws:secretsmanager:<region>:<account>:secret:<name>",
};

function example(key: string): string {
  return examples[key] ?? String(declared[key]?.default);
}

function command(stack: string, key: string, value: string): string {
  return `pulumi config set --stack ${stack} ${assignment(key, value)}`;
}

function assignment(key: string, value: string): string {
  switch (declared[key]?.type) {
    case "array":
      return `--path 'batchline:${key}[0]' ${JSON.parse(value)[0]}`;
    case "object": {
      const [name, example] = Object.entries(JSON.parse(value))[0] ?? [];
      return `--path 'batchline:${key}.${name}' ${example}`;
    }
    default:
      return `batchline:${key} ${value}`;
  }
}
