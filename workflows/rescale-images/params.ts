import * as z from "zod";
import { Renditions } from "../../product-images/rendition-formats.ts";
import { MaxItemFailures } from "../../workflow-kit/max-item-failures.ts";

/** A tenant's block `workflows.rescale-images`. */
export const RescaleImagesParams = z
  .strictObject({
    renditions: Renditions.optional()
      .describe("The renditions of every image. Without it: those of catalog-import")
      .meta({
        examples: [
          [
            { width: 400, format: "webp" },
            { width: 1200, format: "jpeg", quality: 85 },
          ],
        ],
      }),
    maxItemFailures: MaxItemFailures,
  })
  .describe("Makes the renditions of all images of the tenant, after sizes or formats have changed.");
/** A chunk's parameters always have `renditions`. */
export type RescaleImagesParams = z.output<typeof RescaleImagesParams>;
