/** What the containers of a stage had and used. Times are in seconds. */
export interface StageUsage {
  /** Stages of chunks that were started. */
  readonly containers: number;
  /** Starts of them. */
  readonly tries: number;
  readonly outOfMemory: number;
  readonly reclaimed: number;
  /** The time of all tries together. */
  readonly seconds: number;
  /** Of one try. */
  readonly longestSeconds: number;
  /** vCPUs that the containers had, times seconds, by the instance's price class. */
  readonly vcpuSeconds: VcpuSeconds;
  /** Instance family → the same, where the instance is known. @example { c7g: { spot: 40, onDemand: 0 } } */
  readonly families: Readonly<Record<string, Omit<VcpuSeconds, "unknown">>>;
  /** Memory that the containers had, in GiB, times seconds. */
  readonly gibSeconds: number;
  /** The CPU time that was used. */
  readonly cpuSeconds: number;
  /** The most memory that one try used. */
  readonly peakMiB: number;
}

export interface VcpuSeconds {
  readonly spot: number;
  readonly onDemand: number;
  /** Of containers whose instance is not known. */
  readonly unknown: number;
}
