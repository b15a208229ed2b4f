import * as z from "zod";
import { perTenant } from "../../workflow-kit/at-deploy/per-tenant.ts";
import { standardMachine } from "../../workflow-kit/at-deploy/standard-machine.ts";
import { startWorkflow } from "../../workflow-kit/at-deploy/start-workflow.ts";
import { minutes, workflow } from "../../workflow-kit/at-deploy/workflow.ts";

/** For each chunk, the memory that its stage `hold` takes, in MiB: as bytes outside of the JavaScript heap, or inside. */
export const HungryParams = z.strictObject({
  chunks: z
    .array(z.strictObject({ bytesMiB: z.int().default(0), heapMiB: z.int().default(0) }))
    .min(1)
    .describe("What each chunk takes"),
});
export type HungryParams = z.infer<typeof HungryParams>;

const vcpus = 1;

/** Chunks of which some take more memory than their stage has. test/long/more-memory.test.ts puts it into a project. */
export const hungry = workflow({
  name: "hungry",
  params: HungryParams,
  chunks: perTenant<HungryParams>({ parts: ({ chunks }) => chunks.length }),
  stages: {
    look: { vcpus, memoryMiB: 256, timeout: minutes(5) },
    hold: {
      ...{ vcpus, memoryMiB: 256, timeout: minutes(5), needs: ["look"] },
      retry: { outOfMemory: { times: 2, memory: "x2", mostMiB: 1_024 } },
    },
    leave: { vcpus, memoryMiB: 256, timeout: minutes(5), needs: ["hold"] },
  },
  afterRun: (next, run) => startWorkflow(next, "thanks", { tenants: run.succeededTenants }),
  machine: standardMachine,
});

/** Follows `hungry` for the tenants that succeeded. */
export const thanks = workflow({
  name: "thanks",
  params: z.strictObject({}),
  chunks: perTenant(),
  stages: { say: { vcpus, memoryMiB: 256, timeout: minutes(5) } },
  machine: standardMachine,
});
