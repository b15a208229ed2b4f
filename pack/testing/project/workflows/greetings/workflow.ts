import { perTenant } from "batchline/workflow-kit/at-deploy/per-tenant";
import { standardMachine } from "batchline/workflow-kit/at-deploy/standard-machine";
import { minutes, workflow } from "batchline/workflow-kit/at-deploy/workflow";
import { GreetingsParams } from "./params.ts";

export const greetings = workflow({
  name: "greetings",
  params: GreetingsParams,
  chunks: perTenant<GreetingsParams>(),
  stages: { greet: { vcpus: 1, memoryMiB: 512, timeout: minutes(10) } },
  machine: standardMachine,
});
