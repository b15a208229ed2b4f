import { UnknownResourceError } from "../../../error-codes.ts";
import { sdkOperation } from "./sdk/services.ts";
import type { Pattern, ServiceCalls } from "./service-calls.ts";

export type Resource =
  | { readonly kind: "function"; readonly arn: string; readonly invoke: ServiceResource }
  | ServiceResource;

export interface ServiceResource {
  readonly kind: "optimised" | "sdk";
  readonly service: ServiceCalls;
  /** As in the Resource: `lambda`, `aws-sdk:dynamodb`. */
  readonly type: string;
  /** The operation, in camelCase. */
  readonly action: string;
  readonly pattern: Pattern;
}

const functionArn = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
const integrationArn =
  /^arn:aws[\w-]*:states:[\w-]*:\d*:(aws-sdk:\w+|\w+):(\w+)((?:\.sync(?::2)?|\.waitForTaskToken)?)$/;

/** Throws UnknownResourceError for a resource that none of `services` has; the message lists those there are. */
export function parseResource(resource: string, services: readonly ServiceCalls[]): Resource {
  if (functionArn.test(resource)) {
    const invoke = optimisedResource("lambda", "invoke", "", services);
    if (invoke !== undefined) return { kind: "function", arn: resource, invoke };
  }
  const [, type = "", action = "", given = ""] = integrationArn.exec(resource) ?? [];
  const pattern = given as Pattern;
  if (type.startsWith("aws-sdk:")) return sdkResource(resource, { type, action, pattern }, services);
  const optimised = optimisedResource(type, action, pattern, services);
  if (optimised !== undefined) return optimised;
  throw new UnknownResourceError(
    `"${resource}" is not in the embedded AWS, which has ${available(services).join(", ")}`,
  );
}

function optimisedResource(
  type: string,
  action: string,
  pattern: Pattern,
  services: readonly ServiceCalls[],
): ServiceResource | undefined {
  const service = services.find(({ optimised }) => optimised?.type === type);
  const actions = service?.optimised?.actions ?? {};
  const own = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (service === undefined || own?.patterns.includes(pattern) !== true) return undefined;
  return { kind: "optimised", service, type, action, pattern };
}

function sdkResource(
  resource: string,
  { type, action, pattern }: Pick<ServiceResource, "type" | "action" | "pattern">,
  services: readonly ServiceCalls[],
): ServiceResource {
  const service = services.find(({ sdkName }) => type === `aws-sdk:${sdkName}`);
  if (service === undefined) {
    const names = services.map(({ sdkName }) => sdkName).sort();
    throw new UnknownResourceError(`"${resource}": of aws-sdk the embedded AWS has ${names.join(", ")}`);
  }
  if (sdkOperation(service, action) === undefined)
    throw new UnknownResourceError(
      `"${resource}": ${service.name} has no operation "${action}"; they are in camelCase`,
    );
  if (pattern === ".sync" || pattern === ".sync:2")
    throw new UnknownResourceError(`"${resource}": aws-sdk integrations have no ${pattern}`);
  return { kind: "sdk", service, type, action, pattern };
}

function available(services: readonly ServiceCalls[]): string[] {
  const names = services.flatMap(({ optimised }) =>
    Object.entries(optimised?.actions ?? {}).flatMap(([action, { patterns }]) =>
      patterns.map((pattern) => `arn:aws:states:::${optimised?.type}:${action}${pattern}`),
    ),
  );
  return [...names, "arn:aws:states:::aws-sdk:<service>:<action>", "a function's ARN"];
}
