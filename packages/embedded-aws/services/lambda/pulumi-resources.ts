import type { Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { regionalArn } from "../../providers/arn.ts";
import { settingOf } from "../../providers/declared-only.ts";
import { deploymentPackage } from "../../providers/deployment-package.ts";
import { named, nameOf, readInputs } from "../../providers/inputs.ts";
import type { ResourceContext, ResourceTypes } from "../../providers/resource-type.ts";
import { codeHash } from "./function-code.ts";
import type { FunctionSpec, Lambda } from "./lambda.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const naming = { maxLength: 64, pattern: /^[\w-]+$/ };
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
  loggingConfig: z.object({ logGroup: z.string().optional() }).optional(),
});

export const resources: ResourceTypes<Lambda> = {
  "aws:lambda/function:Function": {
    naming,
    inputs: fn,
    async create(resource, context) {
      const spec = await specOf(resource, context);
      await context.service?.createFunction(spec);
      return { id: spec.name, outputs: outputsOf(spec, context.region) };
    },
    diff: (_, __, difference) =>
      difference.changed.some((path) => path.startsWith("code"))
        ? { ...difference, recomputes: ["codeSha256"] }
        : difference,
    async update(resource, { id }, context) {
      const spec = await specOf(resource, context);
      await context.service?.updateFunction(id, spec);
      return { id, outputs: outputsOf(spec, context.region) };
    },
    exists: ({ id }, { service: lambda }) => lambda?.has(id),
    /** With its code of then, because the project's files may have changed. */
    async restore(existing, { service: lambda, region }) {
      const codeSha256 = String(existing.outputs.codeSha256);
      await lambda?.restoreFunction({ ...settingsOf(existing, region), codeSha256 });
    },
    async delete({ id }, { service: lambda }) {
      try {
        await lambda?.deleteFunction(id);
      } catch (cause) {
        if (!(cause instanceof AwsError && cause.code === "ResourceNotFoundException")) throw cause;
      }
    },
  },
  // The policy of a function is not checked: callers are roles of the same account.
  "aws:lambda/permission:Permission": {
    naming: statementNaming,
    create(resource) {
      const statementId = nameOf(resource, "statementId");
      return { id: statementId, outputs: { statementId } };
    },
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": settingOf("functionName"),
};

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
  };
}

function outputsOf({ name, arn, timeoutSeconds, memoryMiB, code }: FunctionSpec, region: string) {
  const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  return {
    arn,
    name,
    invokeArn,
    qualifiedArn: `${arn}:$LATEST`,
    qualifiedInvokeArn: invokeArn.replace(arn, `${arn}:$LATEST`),
    version: "$LATEST",
    timeout: timeoutSeconds,
    memorySize: memoryMiB,
    codeSha256: codeHash(code).toString("base64"),
    region,
  };
}
