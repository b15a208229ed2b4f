import type { Rule } from "./rule.ts";
import { costAllocationTags } from "./rules/cost-allocation-tags.ts";
import { environmentVcpuCap } from "./rules/environment-vcpu-cap.ts";
import { stackVcpuCap } from "./rules/stack-vcpu-cap.ts";

/** Every rule of the pack, by code. */
export const rules: readonly Rule[] = [environmentVcpuCap, stackVcpuCap, costAllocationTags];
