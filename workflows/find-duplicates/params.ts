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
        "In how many of 64 bits the perceptual hashes of two images may differ for them to count as near-duplicates, 0–12. 0 finds what is only re-encoded, 6 also other sizes and slight crops; above 10 images that merely resemble each other are found too.",
      ),
    maxItemFailures: MaxItemFailures,
  })
  .describe(
    "Finds images of the last catalogue import that look nearly the same, for whoever tidies up the catalogue.",
  );
export type FindDuplicatesParams = z.output<typeof FindDuplicatesParams>;

/** `duplicates.json`: what the workflow finds in a tenant's images. The same images give the same bytes. */
export interface DuplicatesFile {
  /** The tenant's `maxDistance`. */
  readonly maxDistance: number;
  /** How many images were compared. */
  readonly images: number;
  /** Each image is in one group at most; in a group, each is near to some other one, not necessarily to all. */
  readonly groups: readonly { readonly images: readonly DuplicateImage[] }[];
}

export interface DuplicateImage {
  /** Of its bytes, in hexadecimal: the original's name below `originals/`. */
  readonly sha256: string;
  /** The perceptual hash: 16 hexadecimal digits. */
  readonly hash: string;
  /** Where the supplier has it; the same bytes may be at several addresses. */
  readonly urls: readonly string[];
}
