import type { ConfigErrorCode } from "./error-codes.ts";
import type { StackConfigSchema } from "./stack-schema.ts";

/** A setting's name. */
export type StackKey = keyof typeof StackConfigSchema.shape;

/** One thing that is wrong with the settings. */
export interface SettingProblem {
  readonly code: ConfigErrorCode;
  readonly key: StackKey;
  /** What is wrong. */
  readonly message: string;
  /** The value that fixes it, if the message cannot say that better. */
  readonly fix?: string;
  /** For a map: the entry that is missing or too small. */
  readonly entry?: string;
}
