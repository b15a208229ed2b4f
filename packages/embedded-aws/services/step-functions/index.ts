import { join } from "node:path";
import { realClock } from "@batchline/clock";
import { SideThread } from "@batchline/state-machines";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { batch } from "../batch/index.ts";
import { waitForJob } from "../batch/jobs/wait-for-job.ts";
import { events } from "../events/index.ts";
import { logs } from "../logs/index.ts";
import { EndedExecutions } from "./ended-executions.ts";
import { executionStatusChange } from "./execution-event.ts";
import { resources } from "./pulumi-resources.ts";
import { StepFunctions } from "./step-functions.ts";
import { calls } from "./step-functions-calls.ts";

/** Step Functions: JSONata state machines, whose tasks call the other services over the wire. */
export const stepFunctions: EmbeddedService<"stepFunctions", StepFunctions> = {
  name: "stepFunctions",
  async start(host) {
    const stepFunctions = new StepFunctions({
      ...host,
      ended: new EndedExecutions(join(host.dir, "step-functions", "ended.jsonl"), host.clock),
      // A virtual clock would go on while the thread works.
      ...(host.clock === realClock && { thread: new SideThread() }),
      calls: host.services.flatMap((service) => service.calls ?? []),
      logs: host.of(logs),
      waitForJob: (jobId, signal) => waitForJob(host.of(batch), jobId, signal),
      onExecutionStatus: (execution) => host.of(events).emit(executionStatusChange(execution)),
    });
    await stepFunctions.restoreEnded();
    return stepFunctions;
  },
  wire: ({ service }) => service,
  resources,
  calls,
  endWork: (stepFunctions) => stepFunctions.stop(),
};
