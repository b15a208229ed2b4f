import { join } from "node:path";
import type { EmbeddedService, Host } from "../../host/embedded-service.ts";
import { lambda } from "../lambda/index.ts";
import { logs } from "../logs/index.ts";
import { logGroupName } from "../logs/log-store.ts";
import { sns } from "../sns/index.ts";
import { sqs } from "../sqs/index.ts";
import { Events } from "./events.ts";
import { resources } from "./pulumi-resources.ts";
import { calls } from "./step-functions-calls.ts";

/** EventBridge: the default bus, with rules that deliver to functions, topics and log groups. */
export const events: EmbeddedService<"events", Events> = {
  name: "events",
  start: (host) =>
    new Events({
      ...{ ...host, dir: join(host.dir, "events"), queues: host.of(sqs) },
      deliver: (...event) => deliver(host, ...event),
    }),
  wire: ({ service }) => service,
  resources,
  calls,
};

function deliver(host: Host, targetArn: string, text: string, sourceArn: string): void {
  const [, , service] = targetArn.split(":");
  const rule = { service: "events.amazonaws.com", sourceArn };
  if (service === "sns") host.of(sns).publishFor(rule, targetArn, text);
  if (service === "lambda") host.of(lambda).invokeFor(rule, targetArn, text);
  const group = logGroupName(targetArn);
  if (group === undefined) return;
  host.of(logs).put(group, "events", [{ timestamp: host.clock.now(), message: text }]);
}
