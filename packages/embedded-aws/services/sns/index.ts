import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { lambda } from "../lambda/index.ts";
import { ses } from "../ses/index.ts";
import { calls } from "./calls.ts";
import { deliverTo } from "./delivery.ts";
import { resources } from "./resources.ts";
import { Sns } from "./sns.ts";
import { snsService } from "./sns-service.ts";

/** SNS, for functions and mailboxes. Messages are also kept as files. */
export const sns: EmbeddedService<"sns", Sns> = {
  name: "sns",
  start: (host) =>
    new Sns({
      ...host,
      dir: join(host.dir, "sns"),
      deliver: deliverTo({ lambda: host.of(lambda), ses: host.of(ses) }),
    }),
  wire: snsService,
  resources,
  calls,
};
