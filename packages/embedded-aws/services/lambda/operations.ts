import type { InvokeCommandInput } from "@aws-sdk/client-lambda";
import { AwsError, toAwsError } from "../../host/gateway/aws-error.ts";
import { parseJson } from "../../host/gateway/body/parse-json.ts";
import { checkInput, type InputCheck, validationError } from "../../host/gateway/input-check.ts";
import { decoded, restJsonService } from "../../host/gateway/protocols/rest-json.ts";
import { restMembers } from "../../host/gateway/protocols/rest-members.ts";
import {
  type GatewayRequest,
  type GatewayResponse,
  jsonAnswer,
  type Service,
} from "../../host/gateway/service.ts";
import { aliasOperations } from "./alias-operations.ts";
import { TooManyRequests } from "./concurrency.ts";
import { coverage } from "./coverage.ts";
import { authorised, functionOperations } from "./function-operations.ts";
import { withQualifier } from "./function-reference.ts";
import type { Lambda } from "./lambda.ts";

/** Lambda's limits of a payload by invocation type, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxPayload = { RequestResponse: 6 * 1024 ** 2, Event: 1024 ** 2 };

const check: InputCheck = { model: "lambda", coverage, frame: validationError("ValidationException") };

const { Invoke: _, ...exceptInvoke } = coverage;

/** Lambda's wire protocol: REST JSON, but for Invoke request and response bodies are the payloads. */
export function lambdaService(lambda: Lambda): Service {
  const functions = restJsonService({
    signingName: "lambda",
    check: { ...check, coverage: exceptInvoke },
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
      "POST /2015-03-31/functions/{FunctionName}/aliases": "CreateAlias",
      "GET /2015-03-31/functions/{FunctionName}/aliases": "ListAliases",
      "GET /2015-03-31/functions/{FunctionName}/aliases/{Name}": "GetAlias",
      "PUT /2015-03-31/functions/{FunctionName}/aliases/{Name}": "UpdateAlias",
      "DELETE /2015-03-31/functions/{FunctionName}/aliases/{Name}": "DeleteAlias",
    },
    operations: { ...functionOperations(lambda), ...aliasOperations(lambda) },
  });
  return {
    signingName: "lambda",
    maxBodyBytes: maxPayload.RequestResponse + 1024 ** 2,
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
  const input: Partial<InvokeCommandInput> = {
    FunctionName: reference,
    ...restMembers("lambda", "Invoke", request),
  };
  checkInput(check, "Invoke", input, request.requestId);
  const name = withQualifier(reference, input.Qualifier);
  const called = authorised(lambda, "lambda:InvokeFunction", name, request);
  const type = input.InvocationType === "Event" ? "Event" : "RequestResponse";
  const { length } = request.body;
  if (length > maxPayload[type]) {
    const message = `${length} byte payload is too large for the ${type} invocation type (limit ${maxPayload[type]} bytes)`;
    throw new AwsError("RequestEntityTooLargeException", message, 413);
  }
  const payload = request.body.length === 0 ? "{}" : request.body.toString("utf8");
  try {
    await parseJson(request.body);
  } catch (cause) {
    const why = `Could not parse request body into json: Could not parse payload into json: ${(cause as Error).message}`;
    throw new AwsError("InvalidRequestContentException", why, 400, { cause });
  }
  const headers = { "content-type": "application/json", "x-amz-executed-version": called.version };
  switch (input.InvocationType) {
    case "DryRun":
      return { status: 204, headers };
    case "Event":
      lambda.invokeLater(name, payload, request.requestId);
      return { status: 202, headers };
    default: {
      const { requestId } = request;
      const withLog = input.LogType === "Tail";
      const arn = lambda.arnOf(name);
      const { payload: body, functionError, log } = await called.invoke({ payload, requestId, arn, withLog });
      const more = {
        ...(functionError !== undefined && { "x-amz-function-error": functionError }),
        ...(log !== undefined && { "x-amz-log-result": log }),
      };
      return { status: 200, headers: { ...headers, ...more }, body };
    }
  }
}
