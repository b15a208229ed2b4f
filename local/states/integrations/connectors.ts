import type { Clock } from "../../clock.ts";
import type { Connector, TaskRequest } from "../interpreter/connector.ts";
import type { Json } from "../json.ts";
import type { TaskTokens } from "../task-tokens.ts";
import { invokeFunction, invokeLambda } from "./lambda-invoke.ts";
import { parseResource, type Resource } from "./resource.ts";
import { callSdk } from "./sdk/call.ts";
import type { SdkSession } from "./sdk/session.ts";
import { runExecution, startExecution, type WaitForExecution } from "./start-execution.ts";
import { runJob, submitJob, type WaitForJob } from "./submit-job.ts";

export interface Surroundings {
  readonly clock: Clock;
  readonly session: SdkSession;
  readonly tokens: TaskTokens;
  readonly waitForJob: WaitForJob;
  readonly waitForExecution: WaitForExecution;
}

type Perform = (request: TaskRequest) => Promise<Json>;

/** What performs a Resource within one execution. Throws RangeError for one that parseResource refuses. */
export function connectorFor(arn: string, surroundings: Surroundings): Connector {
  const resource = parseResource(arn);
  if (resource.kind === "function") {
    return {
      events: "LambdaFunction",
      resourceType: "lambda",
      resource: resource.arn,
      waitsForToken: false,
      perform: ({ arguments: event, signal }) =>
        invokeFunction(surroundings.session, resource.arn, event, signal),
    };
  }
  const call = performerOf(resource, surroundings);
  const waitsForToken = resource.pattern === ".waitForTaskToken";
  return {
    events: "Task",
    resourceType: resource.type,
    resource: `${resource.action}${resource.pattern}`,
    waitsForToken,
    perform: waitsForToken ? awaitingToken(call, surroundings.tokens) : call,
  };
}

function performerOf(
  { kind, service, type, action, pattern }: Exclude<Resource, { kind: "function" }>,
  { session, waitForJob, waitForExecution }: Surroundings,
): Perform {
  const synchronous = pattern === ".sync" || pattern === ".sync:2";
  if (kind === "optimised" && type === "lambda") {
    return (request) => invokeLambda(session, request.arguments, request.signal);
  }
  if (kind === "optimised" && type === "batch") {
    return synchronous
      ? (request) => runJob(session, waitForJob, request)
      : (request) => submitJob(session, request.arguments, request.signal);
  }
  if (kind === "optimised" && type === "states") {
    return synchronous
      ? (request) => runExecution(session, waitForExecution, request, pattern === ".sync:2")
      : (request) => startExecution(session, request.arguments, request.signal);
  }
  const sdkAction = { service, action, optimised: kind === "optimised" };
  return (request) => callSdk(session, sdkAction, request.arguments, request.signal);
}

/** The token is known before the call, because whoever gets it may report before the call returns. */
function awaitingToken(call: Perform, tokens: TaskTokens): Perform {
  return async (request) => {
    const over = new AbortController();
    const signal = AbortSignal.any([request.signal, over.signal]);
    const report = tokens.wait(request.token ?? "", request.heartbeatSeconds, signal);
    // Should the call fail first, nobody waits for the report any more.
    report.catch(() => {});
    try {
      request.submitted(await call(request));
      return await report;
    } finally {
      over.abort();
    }
  };
}
