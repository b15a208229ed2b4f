import type { Access } from "./access.ts";

/** A checked request. What it does is known before it is done. */
export interface Prepared {
  readonly accesses: readonly Access[];
  /** Does it. Throws AwsError. */
  readonly perform: () => object | Promise<object>;
}
