import type { Clock } from "@batchline/clock";
import { durationSeconds, type Registration } from "@batchline/pulumi-engine";
import { EmbeddedAwsError } from "../error-codes.ts";

interface Wait {
  readonly clock: Clock;
  readonly change: "update" | "delete";
  /** As the AWS provider calls it. @example "Batch Job Queue (shop)" */
  readonly what: string;
  /** The provider's own limit. The resource's customTimeouts override it. */
  readonly minutes: number;
}

/** Waits until AWS has made a change, as long as the AWS provider does. @throws {EmbeddedAwsError} BL-A017 after that time */
export async function waitAsProvider(
  done: Promise<void>,
  { options }: Pick<Registration, "options">,
  { clock, change, what, minutes }: Wait,
): Promise<void> {
  const custom = durationSeconds(options.customTimeouts?.[change]);
  const seconds = custom > 0 ? custom : minutes * 60;
  const late = Promise.withResolvers<void>();
  const cancel = clock.after(seconds * 1000, () => {
    const wanted =
      change === "update"
        ? "state to become 'VALID' (last state: 'UPDATING'"
        : "resource to be gone (last state: 'DELETING'";
    const problem = `timeout while waiting for ${wanted}, timeout: ${seconds}s)`;
    late.reject(new EmbeddedAwsError("BL-A017", `waiting for ${what} ${change}: ${problem}`));
  });
  await Promise.race([done, late.promise]).finally(cancel);
}
