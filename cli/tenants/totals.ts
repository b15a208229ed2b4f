import type { WorkflowTotal } from "./change.ts";
import type { Prediction } from "./prediction.ts";

export const noWork: WorkflowTotal = {
  tenants: 0,
  chunks: 0,
  chunksUnknown: 0,
  vcpuMinutes: 0,
  vcpuMinutesUnknown: 0,
};

/** `total` with one more tenant's work, if it runs. */
export function addTo(total: WorkflowTotal, work: Prediction | undefined): WorkflowTotal {
  if (work === undefined) return total;
  return {
    tenants: total.tenants + 1,
    chunks: total.chunks + (work.chunks ?? 0),
    chunksUnknown: total.chunksUnknown + (work.chunks === undefined ? 1 : 0),
    vcpuMinutes: total.vcpuMinutes + (work.vcpuMinutes ?? 0),
    vcpuMinutesUnknown: total.vcpuMinutesUnknown + (work.vcpuMinutes === undefined ? 1 : 0),
  };
}
