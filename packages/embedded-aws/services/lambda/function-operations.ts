import type * as api from "@aws-sdk/client-lambda";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Call, Operations } from "../../host/gateway/service.ts";
import { codeHash } from "./function-code.ts";
import { nameIn, wholeFunction, withQualifier } from "./function-reference.ts";
import type { FunctionVersion } from "./function-version.ts";
import type { Lambda } from "./lambda.ts";
import { pageOf } from "./page.ts";

/** Operations on functions other than Invoke. A change applies at once. */
export function functionOperations(lambda: Lambda): Operations {
  return {
    GetFunction({ FunctionName = "", Qualifier }: api.GetFunctionRequest, call) {
      const reference = withQualifier(FunctionName, Qualifier);
      const found = authorised(lambda, "lambda:GetFunction", reference, call);
      return { Configuration: described(found, lambda.arnOf(reference)) };
    },

    GetFunctionConfiguration({ FunctionName = "", Qualifier }: api.GetFunctionConfigurationRequest, call) {
      const reference = withQualifier(FunctionName, Qualifier);
      const found = authorised(lambda, "lambda:GetFunctionConfiguration", reference, call);
      return described(found, lambda.arnOf(reference));
    },

    async UpdateFunctionConfiguration(input: api.UpdateFunctionConfigurationRequest, call) {
      const { FunctionName = "", Role, Handler, Runtime, Timeout, MemorySize, Environment } = input;
      authorised(lambda, "lambda:UpdateFunctionConfiguration", FunctionName, call);
      if (Role !== undefined)
        call.authorise("iam:PassRole", Role, { "iam:PassedToService": "lambda.amazonaws.com" });
      await lambda.updateFunction(FunctionName, {
        ...(Role !== undefined && { roleArn: Role }),
        ...(Handler !== undefined && { handler: Handler }),
        ...(Runtime !== undefined && { runtime: Runtime }),
        ...(Timeout !== undefined && { timeoutSeconds: Timeout }),
        ...(MemorySize !== undefined && { memoryMiB: MemorySize }),
        ...(Environment !== undefined && { environment: Environment.Variables ?? {} }),
        ...(input.LoggingConfig?.LogGroup !== undefined && { logGroup: input.LoggingConfig.LogGroup }),
        ...(input.LoggingConfig?.LogFormat !== undefined && { logFormat: input.LoggingConfig.LogFormat }),
      });
      return described(lambda.find(nameIn(FunctionName)));
    },

    PublishVersion({ FunctionName = "", CodeSha256 }: api.PublishVersionRequest, call) {
      const current = authorised(lambda, "lambda:PublishVersion", FunctionName, call);
      if (CodeSha256 !== undefined && CodeSha256 !== sha256Of(current)) {
        const message = `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${sha256Of(current)}). Please try again with the CodeSHA256 in $LATEST.`;
        throw new AwsError("InvalidParameterValueException", message);
      }
      return described(lambda.publishVersion(FunctionName));
    },

    ListVersionsByFunction({ FunctionName = "", ...input }: api.ListVersionsByFunctionRequest, call) {
      authorised(lambda, "lambda:ListVersionsByFunction", FunctionName, call);
      const { items, NextMarker } = pageOf(lambda.versions(FunctionName), input);
      return { Versions: items.map((version) => described(version)), NextMarker };
    },

    PutFunctionConcurrency(input: api.PutFunctionConcurrencyRequest, call) {
      const { FunctionName = "", ReservedConcurrentExecutions = 0 } = input;
      wholeFunction(FunctionName);
      const { name } = authorised(lambda, "lambda:PutFunctionConcurrency", FunctionName, call).spec;
      lambda.concurrency.reserve(name, ReservedConcurrentExecutions);
      return { ReservedConcurrentExecutions };
    },

    GetFunctionConcurrency({ FunctionName = "" }: api.GetFunctionConcurrencyRequest, call) {
      const { name } = authorised(lambda, "lambda:GetFunctionConcurrency", FunctionName, call).spec;
      return { ReservedConcurrentExecutions: lambda.concurrency.reservedOf(name) };
    },

    DeleteFunctionConcurrency({ FunctionName = "" }: api.DeleteFunctionConcurrencyRequest, call) {
      wholeFunction(FunctionName);
      const { name } = authorised(lambda, "lambda:DeleteFunctionConcurrency", FunctionName, call).spec;
      lambda.concurrency.reserve(name, undefined);
    },

    async DeleteFunction({ FunctionName = "", Qualifier }: api.DeleteFunctionRequest, call) {
      const reference = withQualifier(FunctionName, Qualifier);
      authorised(lambda, "lambda:DeleteFunction", reference, call);
      await lambda.deleteFunction(reference);
    },
  };
}

/** The right must name the version if the request does. As on AWS, it is checked before it is known whether the function exists. */
export function authorised(
  lambda: Lambda,
  action: string,
  reference: string,
  call: Pick<Call, "authorise">,
): FunctionVersion {
  call.authorise(action, lambda.arnOf(reference));
  return lambda.find(reference);
}

const sha256Of = ({ spec }: FunctionVersion) => codeHash(spec.code).toString("base64");

/** A FunctionConfiguration of the API. A request for an alias or `$LATEST` gets that in the ARN. */
function described(of: FunctionVersion, arn = of.arn) {
  const { spec, version } = of;
  return {
    FunctionName: spec.name,
    FunctionArn: arn,
    Runtime: spec.runtime,
    Role: spec.roleArn,
    Handler: spec.handler,
    Timeout: spec.timeoutSeconds,
    MemorySize: spec.memoryMiB,
    Environment: { Variables: { ...spec.environment } },
    CodeSha256: sha256Of(of),
    Version: version,
    PackageType: "Zip",
    State: "Active",
    LastUpdateStatus: "Successful",
    LoggingConfig: {
      LogGroup: spec.logGroup ?? `/aws/lambda/${spec.name}`,
      LogFormat: spec.logFormat ?? "Text",
    },
  };
}
