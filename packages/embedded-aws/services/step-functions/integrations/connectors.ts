import type { Json } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import type { Connector, TaskRequest } from "@batchline/state-machines";
import type { TaskTokens } from "../task-tokens.ts";
import { argumentProblems } from "./arguments.ts";
import { parseResource, type ServiceResource } from "./resource.ts";
import { callSdk } from "./sdk/call.ts";
import type { SdkSession } from "./sdk/session.ts";
import type { Origin, ServiceCalls, Task, WaitForExecution, WaitForJob } from "./service-calls.ts";

export interface Surroundings {
  readonly calls: readonly ServiceCalls[];
  readonly clock: Clock;
  readonly session: SdkSession;
  readonly tokens: TaskTokens;
  readonly waitForJob: WaitForJob;
  readonly waitForExecution: WaitForExecution;
  readonly origin: Origin;
}

/** Performs a Resource within one execution. Throws UnknownResourceError as parseResource does. */
export function connectorFor(arn: string, surroundings: Surroundings): Connector {
  const resource = parseResource(arn, surroundings.calls);
  if (resource.kind === "function") {
    const call = performerOf(resource.invoke, surroundings);
    return {
      events: "LambdaFunction",
      resourceType: "lambda",
      resource: resource.arn,
      hasToken: false,
      problems: () => [],
      perform: async (request) => {
        // A function gets any input, also null.
        const args = { FunctionName: resource.arn, Payload: JSON.stringify(request.arguments) };
        const result = await call({ ...request, arguments: args });
        return (result as { readonly Payload?: typeof result }).Payload ?? null;
      },
    };
  }
  const call = performerOf(resource, surroundings);
  const action = { ...resource, optimised: resource.kind === "optimised" };
  const waitsForToken = resource.pattern === ".waitForTaskToken";
  const isSync = resource.pattern.startsWith(".sync");
  return {
    events: "Task",
    resourceType: resource.type,
    resource: `${resource.action}${resource.pattern}`,
    hasToken: waitsForToken || isSync,
    problems: (args) => argumentProblems(action, args, "run"),
    perform: waitsForToken
      ? awaitingToken(call, surroundings.tokens)
      : isSync
        ? unlessReported(call, surroundings.tokens)
        : call,
  };
}

function performerOf(
  { kind, service, action, pattern }: ServiceResource,
  { session, ...surroundings }: Surroundings,
): Connector["perform"] {
  const optimised = kind === "optimised";
  const own = optimised ? service.optimised?.actions[action] : undefined;
  const perform =
    (pattern.startsWith(".sync") ? own?.sync : own?.call) ??
    (({ request, sdk }: Task) => sdk(action, request.arguments, request.signal));
  return (request) => {
    const { plainText = false, roleArn } = request;
    const caller = roleArn === undefined ? session : session.assuming(roleArn);
    const sdk: Task["sdk"] = (name, args, signal) =>
      callSdk(caller, { service, action: name, optimised, plainText }, args, signal);
    return perform({ ...surroundings, request, pattern, sdk });
  };
}

/** The token is known before the call, because its receiver may report before the call returns. */
function awaitingToken(call: Connector["perform"], tokens: TaskTokens): Connector["perform"] {
  return async (request: TaskRequest) => {
    const over = new AbortController();
    const signal = AbortSignal.any([request.signal, over.signal]);
    const token = must(request.token, "a task that waits for its token has one");
    const report = tokens.wait(token, request.heartbeatSeconds, signal);
    // If the call fails first, nobody waits for the report any more.
    report.catch(() => {});
    try {
      request.submitted(await call(request));
      return await report;
    } finally {
      over.abort();
    }
  };
}

/** A call that waits for the end of its work. As on AWS, a report with its token ends the task before; the work goes on. */
function unlessReported(call: Connector["perform"], tokens: TaskTokens): Connector["perform"] {
  return async (request: TaskRequest) => {
    const over = new AbortController();
    const signal = AbortSignal.any([request.signal, over.signal]);
    const report = tokens.wait(must(request.token, "a task with work has one"), undefined, signal);
    // An aborted call first ends its work.
    const reported = new Promise<Json>((resolve, reject) => {
      report.then(resolve, (cause) => signal.aborted || reject(cause));
    });
    try {
      return await Promise.race([call(request), reported]);
    } finally {
      over.abort();
    }
  };
}
