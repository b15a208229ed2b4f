/** One start of a stage by Batch. */
export interface TryView {
  /** `<job id>-<number>` */
  readonly attempt: string;
  readonly startedAt: string;
  /** Absent while it runs, and where nobody knows. */
  readonly endedAt?: string;
  /** Absent while it runs. */
  readonly outcome?:
    | "SUCCEEDED"
    | "FAILED"
    | "INTERRUPTED"
    | "RECLAIMED"
    | "OUT_OF_MEMORY"
    | "TIMED_OUT"
    | "KILLED"
    | "NEVER_STARTED";
  readonly reason?: string;
  readonly exitCode?: number;
  readonly logStream?: string;
  readonly instanceType?: string;
  readonly spot?: boolean;
  /** What the container had. */
  readonly vcpus?: number;
  readonly memoryMiB?: number;
  /** What its processes used. */
  readonly cpuSeconds?: number;
  readonly peakMiB?: number;
}

/** What a stage's containers used in a run. */
export interface UsageView {
  readonly containers: number;
  /** Summed over tries. */
  readonly seconds: number;
  readonly longestSeconds: number;
  /** By the kind of instance. */
  readonly vcpuSeconds: { readonly spot: number; readonly onDemand: number; readonly unknown: number };
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  readonly tries: number;
  readonly outOfMemory: number;
  readonly reclaimed: number;
}
