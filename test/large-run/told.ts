/** What the follower tells the process that started it. */
export type Told =
  | { readonly line: string }
  | { readonly stages: readonly { readonly ended: number; readonly running: number }[] }
  /** It waits for an answer. */
  | { readonly pauseMs: number }
  | { readonly status: string; readonly peakMiB: number };
