import * as z from "zod";
import type { Decoding } from "../../../workflow-kit/at-run/decoder/decoding.ts";
import type { FeedFormat } from "./parse-feed.ts";
import { WantedFields } from "./to-product.ts";

/** A feed becomes `FeedLine`s. Settings: `FeedSettings`. */
export const feedDecoding: Decoding = {
  name: "feed",
  maxPartBytes: 2 ** 20,
  // A feed has at most 512 MiB.
  maxBytes: 2 ** 30,
  silenceMs: 120_000,
};

/** Which products of a feed the decoder reports. */
export interface FeedSettings extends FeedFormat {
  readonly part: number;
  readonly parts: number;
  /** The most images of a product. */
  readonly maxImages: number;
}

const { id, title, link, price, image } = WantedFields.shape;

/** What the decoder reports: a product, a record that is none, or at the end the number of all records. */
export const FeedLine = z.union([
  z.strictObject({
    product: z.strictObject({
      ...{ id, title, images: image.max(50).readonly() },
      ...{ link: link.unwrap().exactOptional(), price: price.unwrap().exactOptional() },
    }),
  }),
  z.strictObject({ failed: z.string().max(1_000), reason: z.string().max(1_000) }),
  z.strictObject({ records: z.int().min(0) }),
]);
export type FeedLine = z.output<typeof FeedLine>;
