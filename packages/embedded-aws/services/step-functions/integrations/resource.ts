import { type SdkService, sdkOperation, sdkServices } from "./sdk/services.ts";

/** What a Task's Resource asks for. */
export type Resource =
  | { readonly kind: "function"; readonly arn: string }
  | {
      readonly kind: "optimised" | "sdk";
      readonly service: SdkService;
      /** As in the Resource: `lambda`, `aws-sdk:dynamodb`. */
      readonly type: string;
      /** The operation, in camelCase. */
      readonly action: string;
      readonly pattern: Pattern;
    };

/** Whether a task is over when the service answered, when the work it started is, or when someone reports its token. */
export type Pattern = "" | ".sync" | ".sync:2" | ".waitForTaskToken";

/** Optimised integrations: the resource's service and action, the service behind it, and the patterns it has. */
const optimised: Readonly<
  Record<string, { readonly service: string; readonly patterns: readonly Pattern[] }>
> = {
  "lambda:invoke": { service: "lambda", patterns: ["", ".waitForTaskToken"] },
  "batch:submitJob": { service: "batch", patterns: ["", ".sync"] },
  "states:startExecution": { service: "sfn", patterns: ["", ".sync", ".sync:2", ".waitForTaskToken"] },
  "dynamodb:getItem": { service: "dynamodb", patterns: [""] },
  "dynamodb:putItem": { service: "dynamodb", patterns: [""] },
  "dynamodb:updateItem": { service: "dynamodb", patterns: [""] },
  "dynamodb:deleteItem": { service: "dynamodb", patterns: [""] },
  "sns:publish": { service: "sns", patterns: ["", ".waitForTaskToken"] },
  "sqs:sendMessage": { service: "sqs", patterns: ["", ".waitForTaskToken"] },
  "events:putEvents": { service: "eventbridge", patterns: ["", ".waitForTaskToken"] },
  "glue:startJobRun": { service: "glue", patterns: ["", ".sync"] },
  "ecs:runTask": { service: "ecs", patterns: ["", ".sync", ".waitForTaskToken"] },
};

/** Throws RangeError, which says what there is, for a resource that the embedded AWS does not have. */
export function parseResource(resource: string): Resource {
  if (/^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/.test(resource)) {
    return { kind: "function", arn: resource };
  }
  const [, type = "", action = "", given = ""] =
    /^arn:aws[\w-]*:states:[\w-]*:\d*:(aws-sdk:\w+|\w+):(\w+)((?:\.sync(?::2)?|\.waitForTaskToken)?)$/.exec(
      resource,
    ) ?? [];
  const pattern = given as Pattern;
  if (type.startsWith("aws-sdk:")) {
    const service = sdkServices[type.slice("aws-sdk:".length)];
    if (service === undefined) {
      throw new RangeError(
        `"${resource}": of aws-sdk the embedded AWS has ${Object.keys(sdkServices).join(", ")}`,
      );
    }
    if (sdkOperation(service, action) === undefined) {
      throw new RangeError(
        `"${resource}": ${service.name} has no operation "${action}"; they are in camelCase`,
      );
    }
    if (pattern === ".sync" || pattern === ".sync:2") {
      throw new RangeError(`"${resource}": aws-sdk integrations have no ${pattern}`);
    }
    return { kind: "sdk", service, type, action, pattern };
  }
  const integration = optimised[`${type}:${action}`];
  const service = integration === undefined ? undefined : sdkServices[integration.service];
  if (integration === undefined || service === undefined || !integration.patterns.includes(pattern)) {
    throw new RangeError(`"${resource}" is not in the embedded AWS, which has ${available().join(", ")}`);
  }
  return { kind: "optimised", service, type, action, pattern };
}

function available(): string[] {
  const names = Object.entries(optimised).flatMap(([name, { patterns }]) =>
    patterns.map((pattern) => `arn:aws:states:::${name}${pattern}`),
  );
  return [...names, "arn:aws:states:::aws-sdk:<service>:<action>", "a function's ARN"];
}
