import type { CommandView } from "./command.ts";

/** Equal first causes of several chunks. */
export interface CauseView {
  /** One sentence. @example "The feed answered 503." */
  readonly sentence: string;
  /** What to do about it, in a sentence. */
  readonly advice?: string;
  /** Whose chunks, and which; the first hundred of many. `chunkCount` and `tenantCount` count all. */
  readonly chunks: readonly CauseChunk[];
  readonly chunkCount: number;
  readonly tenants: readonly string[];
  readonly tenantCount: number;
  readonly stage?: string;
  /** `file:line:column` of the stage's own error. */
  readonly where?: string;
  /** The last lines of one of these chunks' logs. */
  readonly logTail?: readonly string[];
  /** The state of the machine that failed, and its evaluated input as JSON text. */
  readonly state?: { readonly name: string; readonly input?: string };
  readonly commands: readonly CommandView[];
}

/** One chunk of a cause. */
export interface CauseChunk {
  readonly chunk: number;
  readonly tenant: string;
  readonly stage: string;
}
