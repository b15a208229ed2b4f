import type * as api from "@aws-sdk/client-lambda";
import type { Call, Operations } from "../../host/gateway/service.ts";
import { codeHash } from "./function-code.ts";
import type { FunctionSpec, Lambda } from "./lambda.ts";

/** Operations on functions other than Invoke. A change applies at once. */
export function functionOperations(lambda: Lambda): Operations {
  return {
    GetFunction({ FunctionName = "" }: api.GetFunctionRequest, call) {
      return { Configuration: described(authorised(lambda, "lambda:GetFunction", FunctionName, call)) };
    },

    GetFunctionConfiguration({ FunctionName = "" }: api.GetFunctionConfigurationRequest, call) {
      return described(authorised(lambda, "lambda:GetFunctionConfiguration", FunctionName, call));
    },

    async UpdateFunctionConfiguration(input: api.UpdateFunctionConfigurationRequest, call) {
      const { FunctionName = "", Role, Handler, Runtime, Timeout, MemorySize, Environment } = input;
      authorised(lambda, "lambda:UpdateFunctionConfiguration", FunctionName, call);
      if (Role !== undefined)
        call.authorise("iam:PassRole", Role, { "iam:PassedToService": "lambda.amazonaws.com" });
      const changed = await lambda.updateFunction(FunctionName, {
        ...(Role !== undefined && { roleArn: Role }),
        ...(Handler !== undefined && { handler: Handler }),
        ...(Runtime !== undefined && { runtime: Runtime }),
        ...(Timeout !== undefined && { timeoutSeconds: Timeout }),
        ...(MemorySize !== undefined && { memoryMiB: MemorySize }),
        ...(Environment !== undefined && { environment: Environment.Variables ?? {} }),
        ...(input.LoggingConfig?.LogGroup !== undefined && { logGroup: input.LoggingConfig.LogGroup }),
      });
      return described(changed);
    },

    async DeleteFunction({ FunctionName = "" }: api.DeleteFunctionRequest, call) {
      authorised(lambda, "lambda:DeleteFunction", FunctionName, call);
      await lambda.deleteFunction(FunctionName);
    },
  };
}

function authorised(lambda: Lambda, action: string, reference: string, call: Call): FunctionSpec {
  const spec = lambda.find(reference);
  call.authorise(action, spec.arn);
  return spec;
}

/** A FunctionConfiguration of the API. */
function described(spec: FunctionSpec) {
  return {
    FunctionName: spec.name,
    FunctionArn: spec.arn,
    Runtime: spec.runtime,
    Role: spec.roleArn,
    Handler: spec.handler,
    Timeout: spec.timeoutSeconds,
    MemorySize: spec.memoryMiB,
    Environment: { Variables: { ...spec.environment } },
    CodeSha256: codeHash(spec.code).toString("base64"),
    Version: "$LATEST",
    PackageType: "Zip",
    State: "Active",
    LastUpdateStatus: "Successful",
    LoggingConfig: { LogGroup: spec.logGroup ?? `/aws/lambda/${spec.name}` },
  };
}
