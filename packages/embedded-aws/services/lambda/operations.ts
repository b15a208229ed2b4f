import { AwsError, toAwsError } from "../../host/gateway/aws-error.ts";
import { checkInput, type InputCheck, validationError } from "../../host/gateway/input-check.ts";
import { decoded, restJsonService } from "../../host/gateway/protocols/rest-json.ts";
import { restMembers } from "../../host/gateway/protocols/rest-members.ts";
import {
  type GatewayRequest,
  type GatewayResponse,
  jsonAnswer,
  type Service,
} from "../../host/gateway/service.ts";
import { TooManyRequests } from "./concurrency.ts";
import { authorised, functionOperations } from "./function-operations.ts";
import { withQualifier } from "./function-reference.ts";
import type { Lambda } from "./lambda.ts";

/** Lambda's limit on a synchronous payload, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxPayload = 6 * 1024 * 1024;

const check: InputCheck = { model: "lambda", frame: validationError("ValidationException") };

/** Lambda's wire protocol: REST JSON, but for Invoke request and response bodies are the payloads. */
export function lambdaService(lambda: Lambda): Service {
  const functions = restJsonService({
    signingName: "lambda",
    check,
    sdk: () => import("@aws-sdk/client-lambda"),
    routes: {
      "GET /2015-03-31/functions/{FunctionName}": "GetFunction",
      "GET /2015-03-31/functions/{FunctionName}/configuration": "GetFunctionConfiguration",
      "PUT /2015-03-31/functions/{FunctionName}/configuration": "UpdateFunctionConfiguration",
      "POST /2015-03-31/functions/{FunctionName}/versions": "PublishVersion",
      "GET /2015-03-31/functions/{FunctionName}/versions": "ListVersionsByFunction",
      "DELETE /2015-03-31/functions/{FunctionName}": "DeleteFunction",
      "PUT /2017-10-31/functions/{FunctionName}/concurrency": "PutFunctionConcurrency",
      "GET /2019-09-30/functions/{FunctionName}/concurrency": "GetFunctionConcurrency",
      "DELETE /2017-10-31/functions/{FunctionName}/concurrency": "DeleteFunctionConcurrency",
    },
    operations: functionOperations(lambda),
  });
  return {
    signingName: "lambda",
    maxBodyBytes: maxPayload + 1024 ** 2,
    operationOf: (request) =>
      invokedBy(request) === undefined ? (functions.operationOf?.(request) ?? "") : "Invoke",
    async handle(request) {
      const reference = invokedBy(request);
      if (reference === undefined) return functions.handle(request);
      try {
        return await invoke(lambda, decoded(reference), request);
      } catch (cause) {
        const error = toAwsError(cause, "Invoke");
        const type = error.status < 500 ? "User" : "Service";
        const answer =
          error instanceof TooManyRequests
            ? { Reason: error.reason, Type: type, message: error.message }
            : { Type: type, Message: error.message };
        return jsonAnswer(error.status, answer, { "x-amzn-errortype": error.code });
      }
    },
  };
}

/** The function in the path of an invocation, still encoded. */
function invokedBy({ method, path }: GatewayRequest): string | undefined {
  const [, reference] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
  return method === "POST" ? reference : undefined;
}

async function invoke(lambda: Lambda, reference: string, request: GatewayRequest): Promise<GatewayResponse> {
  const qualifier = request.query.get("Qualifier") ?? undefined;
  const input = { FunctionName: reference, ...restMembers("lambda", "Invoke", request) };
  checkInput(check, "Invoke", input, request.requestId);
  const name = withQualifier(reference, qualifier);
  const { version } = authorised(lambda, "lambda:InvokeFunction", name, request);
  if (request.body.length > maxPayload)
    throw new AwsError("RequestTooLargeException", `Request must be smaller than ${maxPayload} bytes`, 413);
  const payload = request.body.length === 0 ? "{}" : request.body.toString("utf8");
  try {
    JSON.parse(payload);
  } catch (cause) {
    const why = `Could not parse request body into json: ${(cause as Error).message}`;
    throw new AwsError("InvalidRequestContentException", why, 400, { cause });
  }
  const headers = { "content-type": "application/json", "x-amz-executed-version": version };
  switch (request.headers["x-amz-invocation-type"]) {
    case "DryRun":
      return { status: 204, headers };
    case "Event":
      lambda.invokeLater(name, payload, request.requestId);
      return { status: 202, headers };
    default: {
      const { payload: body, functionError } = await lambda.invoke(name, payload, request.requestId);
      if (functionError === undefined) return { status: 200, headers, body };
      return { status: 200, headers: { ...headers, "x-amz-function-error": functionError }, body };
    }
  }
}
