import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { logs } from "../logs/index.ts";
import { sqs } from "../sqs/index.ts";
import { Lambda } from "./lambda.ts";
import { lambdaService } from "./operations.ts";
import { resources } from "./pulumi-resources.ts";
import { calls } from "./step-functions-calls.ts";

/** Lambda: each function is a process. */
export const lambda: EmbeddedService<"lambda", Lambda> = {
  name: "lambda",
  start: (host) =>
    new Lambda({ ...host, dir: join(host.dir, "lambda"), logs: host.of(logs), queues: host.of(sqs) }),
  wire: lambdaService,
  resources,
  calls,
  endWork: (lambda) => lambda.stop(),
};
