import type { Rule } from "./rule.ts";
import { costAllocationTags } from "./rules/cost-allocation-tags.ts";
import { environmentAllocation } from "./rules/environment-allocation.ts";
import { environmentMinVcpus } from "./rules/environment-min-vcpus.ts";
import { environmentVcpuCap } from "./rules/environment-vcpu-cap.ts";
import { jobFitsQueue } from "./rules/job-fits-queue.ts";
import { launchTemplatePinned } from "./rules/launch-template-pinned.ts";
import { multiNodeOnDemand } from "./rules/multi-node-on-demand.ts";
import { onDemandFallback } from "./rules/on-demand-fallback.ts";
import { queueEnvironments } from "./rules/queue-environments.ts";
import { queueVcpuCap } from "./rules/queue-vcpu-cap.ts";
import { stackVcpuCap } from "./rules/stack-vcpu-cap.ts";
import { workflowConcurrencyCap } from "./rules/workflow-concurrency-cap.ts";

/** Every rule of the pack, by code. */
export const rules: readonly Rule[] = [
  environmentVcpuCap,
  stackVcpuCap,
  costAllocationTags,
  queueVcpuCap,
  workflowConcurrencyCap,
  jobFitsQueue,
  environmentMinVcpus,
  multiNodeOnDemand,
  environmentAllocation,
  launchTemplatePinned,
  queueEnvironments,
  onDemandFallback,
];
