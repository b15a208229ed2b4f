import { AwsError, toAwsError, unknownOperation } from "../aws-error.ts";
import { parseJson } from "../body/parse-json.ts";
import { checkInputInSteps, type InputCheck, mustCover } from "../input-check.ts";
import { type GatewayRequest, jsonAnswer, type Operations, type Service } from "../service.ts";
import { restMembers } from "./rest-members.ts";
import { restOperation, type SdkModule } from "./rest-operation.ts";

/** REST JSON: `{name}` in the path and query parameters become fields of the input. Operations return dates in their form. */
export function restJsonService(spec: {
  readonly signingName: string;
  /** Names the operations that are not in `routes`. @default errors name them by method and path */
  readonly sdk?: SdkModule;
  /** `"POST /v1/submitjob"` → `"SubmitJob"`. */
  readonly routes: Readonly<Record<string, string>>;
  /** @default the input is not checked */
  readonly check?: InputCheck;
  readonly operations: Operations;
}): Service {
  if (spec.check !== undefined) mustCover(spec.check, Object.keys(spec.operations));
  const routes = Object.entries(spec.routes).map(([route, operation]) => ({ ...compile(route), operation }));
  const routeOf = ({ method, path }: GatewayRequest) =>
    routes.find((route) => route.method === method && route.pattern.test(path));
  return {
    signingName: spec.signingName,
    operationOf: (request) => routeOf(request)?.operation ?? "",
    async handle(request) {
      let name = `${request.method} ${request.path}`;
      try {
        const route = routeOf(request);
        const operation = route && spec.operations[route.operation];
        if (route !== undefined && operation !== undefined) {
          name = route.operation;
          const match = route.pattern.exec(request.path);
          const fromPath = Object.fromEntries(
            Object.entries({ ...match?.groups }).map(([key, value]) => [key, decoded(value)]),
          );
          const fromBody = await parseJson(request.body);
          const fromQuery =
            spec.check === undefined
              ? Object.fromEntries(request.query)
              : restMembers(spec.check.model, name, request);
          const input = isFields(fromBody) ? { ...fromQuery, ...fromBody, ...fromPath } : fromBody;
          if (spec.check !== undefined) await checkInputInSteps(spec.check, name, input, request.requestId);
          return jsonAnswer(200, (await operation(input, request)) ?? {});
        }
        name = await restOperation(spec.sdk ?? (async () => ({})), request.method, request.path);
        throw unknownOperation(spec.signingName, name, spec.check?.model);
      } catch (cause) {
        const { status, message, code } = toAwsError(cause, name);
        return jsonAnswer(status, { message }, { "x-amzn-errortype": code });
      }
    },
  };
}

function isFields(body: unknown): body is Readonly<Record<string, unknown>> {
  return typeof body === "object" && body !== null && !Array.isArray(body);
}

function compile(route: string): { method: string; pattern: RegExp } {
  const [method = "", path = ""] = route.split(" ");
  const pattern = path.replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>[^/]+)`);
  return { method, pattern: new RegExp(`^${pattern}$`) };
}

/** A segment of a path. Throws BadRequestException unless it is well encoded. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new AwsError("BadRequestException", `The path is not well encoded: ${segment}`, 400, { cause });
  }
}
