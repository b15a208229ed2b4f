import type { Clock } from "@batchline/clock";
import type { Lambda } from "../lambda/lambda.ts";
import { logGroupName } from "../logs/log-group-name.ts";
import type { Logs } from "../logs/logs.ts";
import type { Sns } from "../sns/sns.ts";
import type { EventsOptions } from "./events.ts";

/** Delivers events to functions, topics and log groups. */
export function deliverTo(services: {
  readonly lambda: Pick<Lambda, "invoke">;
  readonly logs: Pick<Logs, "put">;
  readonly sns: Pick<Sns, "publish">;
  readonly clock: Pick<Clock, "now">;
}): NonNullable<EventsOptions["deliver"]> {
  const { lambda, logs, sns, clock } = services;
  return (targetArn, text) => {
    const [, , service] = targetArn.split(":");
    // An asynchronous invocation: a failure is in the function's log.
    if (service === "lambda") lambda.invoke(targetArn, text).catch(() => {});
    else if (service === "sns") sns.publish(targetArn, { text });
    const group = logGroupName(targetArn);
    if (group !== undefined) logs.put(group, "events", [{ timestamp: clock.now(), message: text }]);
  };
}
