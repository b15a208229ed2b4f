import { AwsError } from "../../host/gateway/aws-error.ts";
import { checkInput, type InputCheck, validationError } from "../../host/gateway/input-check.ts";
import { coverage } from "./coverage.ts";
import type { FunctionSpec } from "./function-version.ts";

const check: InputCheck = { model: "lambda", coverage, frame: validationError("ValidationException") };

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const reserved: readonly string[] = [
  ...["_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV"],
  ...["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION"],
  ...["AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME"],
  ...["AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"],
  ...["AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"],
];

/** In seconds and MiB. The model has none, or a larger one. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const longestTimeout = 900;
const largestMemory = 10_240;

/** Of all variables together. */
const maxEnvironmentBytes = 4096;

const refused =
  "Lambda was unable to configure your environment variables because the environment variables you have provided";

/** Throws ValidationException for what Lambda's model refuses, and InvalidParameterValueException for reserved or too large variables. */
export function checkSettings(spec: FunctionSpec): void {
  const { name, roleArn, runtime, handler, timeoutSeconds, memoryMiB, environment } = spec;
  const input = {
    ...{ FunctionName: name, Role: roleArn, Runtime: runtime, Handler: handler, Code: {} },
    ...{ Timeout: timeoutSeconds, MemorySize: memoryMiB, Environment: { Variables: environment } },
  };
  checkInput(check, "CreateFunction", input, "");
  if (!runtime.startsWith("nodejs"))
    throw invalid(`${name}: the embedded AWS runs Node.js functions only, not ${runtime}`);
  const most = "failed to satisfy constraint: Member must have value less than or equal to";
  if (timeoutSeconds > longestTimeout) {
    const found = `Value '${timeoutSeconds}' at 'timeout' ${most} ${longestTimeout}`;
    throw check.frame(`1 validation error detected: ${found}`, "");
  }
  if (memoryMiB > largestMemory) throw invalid(`'MemorySize' value ${most} ${largestMemory}`);
  const taken = Object.keys(environment).filter((key) => reserved.includes(key));
  if (taken.length > 0)
    throw invalid(
      `${refused} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${taken.join(", ")}`,
    );
  const json = JSON.stringify(environment);
  if (Buffer.byteLength(json) > maxEnvironmentBytes)
    throw invalid(`${refused} exceeded the 4KB limit. String measured: ${json}`);
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}
