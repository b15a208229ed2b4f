import { outputsOfRun } from "../../workflow-kit/at-deploy/declaration.ts";
import { multiNodeMachine } from "../../workflow-kit/at-deploy/multi-node-machine.ts";
import { perSourceRun } from "../../workflow-kit/at-deploy/per-tenant.ts";
import { minutes, workflow } from "../../workflow-kit/at-deploy/workflow.ts";
import { FindDuplicatesParams } from "./params.ts";

/** Finds near-duplicates among the images of a tenant's latest catalogue import: photos in another size, encoding or crop. */
export const findDuplicates = workflow({
  name: "find-duplicates",
  params: FindDuplicatesParams,
  chunks: perSourceRun<FindDuplicatesParams>("catalog-import"),
  stages: {
    "find-duplicates": { nodes: 3, vcpus: 2, memoryMiB: 2048, timeout: minutes(60) },
  },
  typicalMinutes: () => ({ "find-duplicates": 1 }),
  results: [{ label: "Results", folder: outputsOfRun }],
  machine: multiNodeMachine,
});
