import type { EmbeddedService } from "../../host/embedded-service.ts";
import { declaredOnly } from "../../providers/declared-only.ts";

/** @pulumiverse/time: all is consistent at once, so nothing has to wait, not for `destroyDuration` either. */
export const time: EmbeddedService<"time"> = {
  name: "time",
  resources: {
    "time:index/sleep:Sleep": declaredOnly(({ readId }, { digits }) => ({
      id: readId ?? someTime(digits),
      outputs: {},
    })),
  },
};

/** The provider takes the time of creation. This one is the same for each deployment, and another for each resource. */
function someTime(digits: string): string {
  const seconds = Number.parseInt(digits.slice(0, 8), 16);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
