import type { Clock } from "@batchline/clock";
import type { AttemptReport } from "../scheduler/runner.ts";

/**
 * Reports an attempt's task and start `delayMs` later: Batch learns from ECS's events what a task does, and its container may
 * ask before. The end comes at once, after what was held back.
 */
export function lateReport(report: AttemptReport, clock: Clock, delayMs: number): AttemptReport {
  if (delayMs === 0) return report;
  const held = new Set<() => void>();
  const later = (tell: () => void) => {
    const once = () => {
      if (held.delete(once)) tell();
    };
    held.add(once);
    clock.after(delayMs, once);
  };
  return {
    placed: (placement) => later(() => report.placed(placement)),
    started: (placement) => later(() => report.started(placement)),
    ended(outcome) {
      for (const once of held) once();
      report.ended(outcome);
    },
  };
}
