import * as z from "zod";
import { MaxItemFailures } from "../../workflow-kit/max-item-failures.ts";

/** A tenant's block `workflows.find-duplicates`. */
export const FindDuplicatesParams = z
  .strictObject({
    maxDistance: z
      .int()
      .min(0)
      .max(12)
      .default(6)
      .describe(
        "The most bits, of 64, in which the perceptual hashes of near-duplicates differ, 0–12. 0 finds re-encoded images, 6 also other sizes and slight crops. Above 10, similar images are found too.",
      ),
    maxItemFailures: MaxItemFailures,
  })
  .describe("Finds images of the last catalogue import that look nearly the same, to tidy up the catalogue.");
export type FindDuplicatesParams = z.output<typeof FindDuplicatesParams>;

/** `duplicatesFile`: the near-duplicates among a tenant's images. The same images result in the same bytes. */
export interface DuplicatesFile {
  readonly maxDistance: number;
  /** The number of images that were compared. */
  readonly images: number;
  /** Each image is in one group at most. It is near to another image of its group, not to all. */
  readonly groups: readonly { readonly images: readonly DuplicateImage[] }[];
}

export interface DuplicateImage {
  /** Of its bytes, in hexadecimal; also the original's name. */
  readonly sha256: string;
  /** The perceptual hash: 16 hexadecimal digits. */
  readonly hash: string;
  /** The supplier's addresses of the same bytes. */
  readonly urls: readonly string[];
}
