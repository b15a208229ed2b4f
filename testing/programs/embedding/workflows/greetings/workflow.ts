import { perTenant } from "batchline/workflow-kit/at-deploy/per-tenant";
import { standardMachine } from "batchline/workflow-kit/at-deploy/standard-machine";
import { minutes, workflow } from "batchline/workflow-kit/at-deploy/workflow";
import { Greeting } from "./params.ts";

/** Greets somebody for each tenant. */
export const greetings = workflow({
  name: "greetings",
  params: Greeting,
  chunks: perTenant<Greeting>(),
  stages: { greet: { vcpus: 1, memoryMiB: 512, timeout: minutes(1) } },
  machine: standardMachine,
});
