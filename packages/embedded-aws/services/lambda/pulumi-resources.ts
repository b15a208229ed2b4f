import { containsPath, type Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { deploymentPackage } from "../../providers/deployment-package.ts";
import { named, readInputs } from "../../providers/inputs.ts";
import type { ResourceContext, ResourceTypes } from "../../providers/resource-type.ts";
import { unlessGone } from "../../providers/unless-gone.ts";
import { codeHash } from "./function-code.ts";
import { nameIn, withQualifier } from "./function-reference.ts";
import { latest } from "./function-version.ts";
import type { FunctionSpec, Lambda } from "./lambda.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const naming = { maxLength: 64, pattern: /^[\w-]+$/ };
/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
const aliasNaming = { maxLength: 128, pattern: /^(?!\d+$)[\w-]+$/ };
const statementNaming = {
  maxLength: 100,
  pattern: /^[\w-]+$/,
  input: "statementId",
  prefixInput: "statementIdPrefix",
};

const fn = z.object({
  ...named,
  handler: z.string(),
  runtime: z.string(),
  role: z.string(),
  timeout: z.number().default(3),
  memorySize: z.number().default(128),
  environment: z.object({ variables: z.record(z.string(), z.string()).optional() }).optional(),
  loggingConfig: z
    .object({ logGroup: z.string().optional(), logFormat: z.enum(["JSON", "Text"]).optional() })
    .optional(),
  publish: z.boolean().default(false),
  /** -1 reserves none. */
  reservedConcurrentExecutions: z.int().min(-1).default(-1),
});

const withoutEffect = [
  ...["deadLetterConfig", "fileSystemConfigs", "imageConfig", "layers", "snapStart", "tracingConfig"],
  ...["vpcConfig"],
];

const destination = z.object({ destination: z.string() }).optional();
/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
const eventInvokeConfig = z.object({
  functionName: z.string(),
  qualifier: z.string().optional(),
  maximumRetryAttempts: z.int().min(0).max(2).default(2),
  maximumEventAgeInSeconds: z.int().min(60).max(21_600).default(21_600),
  destinationConfig: z.object({ onFailure: destination, onSuccess: destination }).optional(),
});
const gone = ["ResourceNotFoundException"];
const alias = z.object({
  ...named,
  functionName: z.string(),
  functionVersion: z.string(),
  description: z.string().optional(),
  routingConfig: z.object({ additionalVersionWeights: z.record(z.string(), z.number()) }).optional(),
});
const permission = z.object({
  ...{ statementId: z.string(), function: z.string(), action: z.string(), principal: z.string() },
  sourceArn: z.string().optional(),
  sourceAccount: z.string().optional(),
  qualifier: z.string().optional(),
});
/** The function or version whose policy has the statement. */
const permitted = (given: z.output<typeof permission>) => withQualifier(given.function, given.qualifier);

/** Outputs that a new version changes. */
const ofVersion = ["version", "qualifiedArn", "qualifiedInvokeArn"];
const restorable = z.object({ codeSha256: z.string(), version: z.string().default(latest) });

export const resources: ResourceTypes<Lambda> = {
  "aws:lambda/function:Function": {
    naming,
    inputs: fn,
    async create(resource, context) {
      const spec = await specOf(resource, context);
      for (const input of withoutEffect.filter((each) => resource.inputs[each] !== undefined))
        context.warn(resource, `${input} has no effect in the embedded AWS`);
      await context.service?.createFunction(spec);
      reserve(resource, context);
      return { id: spec.name, outputs: outputsOf(spec, publish(resource, context), context.region) };
    },
    diff(resource, _, difference) {
      const changed = difference.changed.filter(
        (path) => !containsPath("tags", path) && !containsPath("reservedConcurrentExecutions", path),
      );
      const recomputes = [
        ...(changed.some((path) => containsPath("code", path)) ? ["codeSha256"] : []),
        ...(resource.inputs.publish === true && changed.length > 0 ? ofVersion : []),
      ];
      return recomputes.length > 0 ? { ...difference, recomputes } : difference;
    },
    async update(resource, { id }, context) {
      const spec = await specOf(resource, context);
      await context.service?.updateFunction(id, spec);
      reserve(resource, context);
      return { id, outputs: outputsOf(spec, publish(resource, context), context.region) };
    },
    exists: ({ id }, { service: lambda }) => lambda?.has(id),
    /** With its code of then, because the project's files may have changed. */
    async restore(existing, { service: lambda, region }) {
      const { codeSha256, version } = restorable.parse(existing.outputs);
      await lambda?.restoreFunction({ ...settingsOf(existing, region), codeSha256, version });
      reserve(existing, { service: lambda });
    },
    delete: ({ id }, { service: lambda }) => unlessGone(gone, () => lambda?.deleteFunction(id)),
  },
  "aws:lambda/alias:Alias": {
    naming: aliasNaming,
    inputs: alias,
    create(resource, { service: lambda, region }) {
      const given = readInputs(alias, resource);
      lambda?.aliasesOf(given.functionName).create(given.name, aliasSettings(given));
      return aliasState(given, region);
    },
    update(resource, _, { service: lambda, region }) {
      const given = readInputs(alias, resource);
      lambda?.aliasesOf(given.functionName).update(given.name, aliasSettings(given));
      return aliasState(given, region);
    },
    exists({ inputs }, { service: lambda }) {
      const { functionName, name } = readInputs(alias, { inputs });
      return lambda?.has(nameIn(functionName)) && lambda.aliasesOf(functionName).find(name) !== undefined;
    },
    /** Of a function's versions only the latest is there again. An alias of another one is gone. */
    restore({ inputs }, { service: lambda }) {
      const given = readInputs(alias, { inputs });
      return unlessGone(gone, () => {
        lambda?.aliasesOf(given.functionName).create(given.name, aliasSettings(given));
      });
    },
    delete({ inputs }, { service: lambda }) {
      const { functionName, name } = readInputs(alias, { inputs });
      return unlessGone(gone, () => lambda?.aliasesOf(functionName).remove(name));
    },
  },
  "aws:lambda/permission:Permission": {
    naming: statementNaming,
    inputs: permission,
    create(resource, { service: lambda }) {
      const statement = readInputs(permission, resource);
      const { statementId } = statement;
      lambda?.policyOf(permitted(statement)).add(statement);
      return { id: statementId, outputs: { statementId } };
    },
    delete: ({ id, inputs }, { service: lambda }) =>
      unlessGone(gone, () => lambda?.policyOf(permitted(readInputs(permission, { inputs }))).remove(id)),
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    inputs: eventInvokeConfig,
    create: configure,
    update: (resource, _, context) => configure(resource, context),
    delete({ inputs }, { service: lambda }) {
      const { functionName, qualifier = latest } = readInputs(eventInvokeConfig, { inputs });
      lambda?.later.unconfigure(functionName, qualifier);
    },
  },
};

function aliasSettings(given: z.output<typeof alias>) {
  const { functionVersion: version, description = "", routingConfig } = given;
  return { version, description, weights: routingConfig?.additionalVersionWeights ?? {} };
}

function aliasState({ functionName, name }: z.output<typeof alias>, region: string) {
  const arn = regionalArn("lambda", region, `function:${nameIn(functionName)}:${name}`);
  const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  return { id: arn, outputs: { arn, invokeArn, name } };
}

function configure(resource: Registration, { service: lambda, warn }: ResourceContext<Lambda>) {
  const given = readInputs(eventInvokeConfig, resource);
  const { functionName, qualifier, destinationConfig: { onFailure, onSuccess } = {} } = given;
  for (const { destination } of [onFailure ?? [], onSuccess ?? []].flat())
    if (!destination.startsWith("arn:aws:sqs:"))
      warn(resource, `the embedded AWS sends records of invocations to queues, not to ${destination}`);
  const reference = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  if (lambda !== undefined)
    lambda.later.configure(lambda.find(reference), {
      retries: given.maximumRetryAttempts,
      maxAgeSeconds: given.maximumEventAgeInSeconds,
      onFailure: onFailure?.destination,
      onSuccess: onSuccess?.destination,
    });
  return { id: reference, outputs: {} };
}

async function specOf(
  resource: Registration,
  { region, root }: ResourceContext<Lambda>,
): Promise<FunctionSpec> {
  return { ...settingsOf(resource, region), code: await deploymentPackage(resource.inputs.code, root) };
}

function settingsOf(resource: Registration, region: string): Omit<FunctionSpec, "code"> {
  const inputs = readInputs(fn, resource);
  return {
    name: inputs.name,
    arn: regionalArn("lambda", region, `function:${inputs.name}`),
    handler: inputs.handler,
    runtime: inputs.runtime,
    roleArn: inputs.role,
    timeoutSeconds: inputs.timeout,
    memoryMiB: inputs.memorySize,
    environment: inputs.environment?.variables ?? {},
    logGroup: inputs.loggingConfig?.logGroup,
    logFormat: inputs.loggingConfig?.logFormat,
  };
}

function reserve(
  { inputs }: Pick<Registration, "inputs">,
  { service: lambda }: Pick<ResourceContext<Lambda>, "service">,
): void {
  const { name, reservedConcurrentExecutions: executions } = readInputs(fn, { inputs });
  lambda?.concurrency.reserve(name, executions === -1 ? undefined : executions);
}

/** The version that callers of `qualifiedArn` reach. */
function publish({ inputs }: Registration, { service: lambda }: ResourceContext<Lambda>): string {
  const { name, publish } = readInputs(fn, { inputs });
  if (!publish) return latest;
  return lambda?.publishVersion(name).version ?? "1";
}

function outputsOf(
  { name, arn, timeoutSeconds, memoryMiB, code }: FunctionSpec,
  version: string,
  region: string,
) {
  const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  return {
    arn,
    name,
    invokeArn,
    qualifiedArn: `${arn}:${version}`,
    qualifiedInvokeArn: invokeArn.replace(arn, `${arn}:${version}`),
    version,
    timeout: timeoutSeconds,
    memorySize: memoryMiB,
    codeSha256: codeHash(code).toString("base64"),
    region,
  };
}
