import { toAwsError, unknownOperation } from "../aws-error.ts";
import { parseJson } from "../body/parse-json.ts";
import { checkInputInSteps, type InputCheck, mustCover } from "../input-check.ts";
import type { GatewayRequest, GatewayResponse, Operations, Service } from "../service.ts";

/** AWS JSON 1.0 and 1.1 (Step Functions, CloudWatch Logs): `X-Amz-Target` has the operation. Dates are epoch seconds. */
export function awsJsonService(spec: {
  readonly signingName: string;
  readonly version: "1.0" | "1.1";
  /** @default the input is not checked */
  readonly check?: InputCheck;
  readonly operations: Operations;
}): Service {
  if (spec.check !== undefined) mustCover(spec.check, Object.keys(spec.operations));
  const contentType = `application/x-amz-json-${spec.version}`;
  const answer = (status: number, value: unknown): GatewayResponse => ({
    status,
    headers: { "content-type": contentType },
    body: JSON.stringify(value, epochSeconds),
  });
  return {
    signingName: spec.signingName,
    async handle(request) {
      const name = targetOperation(request.headers);
      try {
        const operation = Object.hasOwn(spec.operations, name) ? spec.operations[name] : undefined;
        if (operation === undefined) throw unknownOperation(spec.signingName, name, spec.check?.model);
        const input = await parseJson(request.body);
        if (spec.check !== undefined) await checkInputInSteps(spec.check, name, input, request.requestId);
        return answer(200, (await operation(input, request)) ?? {});
      } catch (cause) {
        const { code, message, status } = toAwsError(cause, name);
        return answer(jsonStatus(status), { __type: code, message });
      }
    },
  };
}

/** Services of AWS JSON answer every client error with 400. */
export function jsonStatus(status: number): number {
  return status < 500 ? 400 : status;
}

export function targetOperation(headers: GatewayRequest["headers"]): string {
  const { "x-amz-target": target = "" } = headers;
  return target.slice(target.lastIndexOf(".") + 1);
}

function epochSeconds(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  return original instanceof Date ? original.getTime() / 1000 : value;
}
