import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { settingOf } from "../../providers/declared-only.ts";
import { deploymentPackage } from "../../providers/deployment-package.ts";
import { named, nameOf, readInputs } from "../../providers/inputs.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Lambda } from "./lambda.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const naming = { maxLength: 64 };
const statementNaming = { maxLength: 100, input: "statementId", prefixInput: "statementIdPrefix" };

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
    async create(resource, { service: lambda, digits, region, root }) {
      const inputs = readInputs(fn, resource);
      const { name } = inputs;
      const arn = regionalArn("lambda", region, `function:${name}`);
      const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
      const code = await deploymentPackage(resource.inputs.code, root);
      await lambda?.createFunction({
        name,
        arn,
        handler: inputs.handler,
        runtime: inputs.runtime,
        roleArn: inputs.role,
        timeoutSeconds: inputs.timeout,
        memoryMiB: inputs.memorySize,
        environment: inputs.environment?.variables ?? {},
        code,
        logGroup: inputs.loggingConfig?.logGroup,
      });
      return {
        id: name,
        outputs: {
          arn,
          name,
          invokeArn,
          qualifiedArn: `${arn}:$LATEST`,
          qualifiedInvokeArn: invokeArn.replace(arn, `${arn}:$LATEST`),
          version: "$LATEST",
          timeout: inputs.timeout,
          memorySize: inputs.memorySize,
          codeSha256: digits,
          region,
        },
      };
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
