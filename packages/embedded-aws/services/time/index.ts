import type { EmbeddedService } from "../../host/embedded-service.ts";
import { declaredOnly } from "../../providers/declared-only.ts";

/** @pulumiverse/time: all is consistent at once, so nothing has to wait, not for `destroyDuration` either. */
export const time: EmbeddedService<"time"> = {
  name: "time",
  resources: {
    "time:index/sleep:Sleep": declaredOnly(() => ({ id: "1970-01-01T00:00:00Z", outputs: {} })),
  },
};
