import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { lambda } from "../lambda/index.ts";
import { logs } from "../logs/index.ts";
import { sns } from "../sns/index.ts";
import { calls } from "./calls.ts";
import { deliverTo } from "./delivery.ts";
import { Events } from "./events.ts";
import { resources } from "./resources.ts";

/** EventBridge: the default bus, with rules that deliver to functions, topics and log groups. */
export const events: EmbeddedService<"events", Events> = {
  name: "events",
  start: (host) =>
    new Events({
      ...host,
      dir: join(host.dir, "events"),
      deliver: deliverTo({
        ...host,
        lambda: host.of(lambda),
        logs: host.of(logs),
        sns: host.of(sns),
      }),
    }),
  wire: ({ service }) => service,
  resources,
  calls,
};
