import * as z from "zod";
import type { StageFile } from "../../workflow-kit/at-run/stage-outputs.ts";
import type { Product } from "./params.ts";

/** The products of one chunk. */
export const productsFile = { stage: "fetch", name: "products.ndjson" } as const satisfies StageFile;
/** The images of one chunk. */
export const imagesFile = { stage: "download", name: "images.ndjson" } as const satisfies StageFile;

/** What the suppliers' servers sent with each image at its last download, for one part of the catalogue; below a tenant's prefix. */
export const rememberedImagesKey = (part: number, parts: number) =>
  `state/catalog-import/validators-${part}-of-${parts}.ndjson`;

/** A line of `productsFile`. */
export const ProductLine = z.object({
  id: z.string(),
  title: z.string(),
  link: z.string().exactOptional(),
  price: z.string().exactOptional(),
  images: z.array(z.string()),
}) satisfies z.ZodType<Product>;

/** A line of `imagesFile`: an image's address, and where its bytes are. */
export const ImageLine = z.object({
  url: z.string(),
  /** Below the tenant's prefix. */
  key: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  /** Media type. */
  type: z.string(),
});
export type ImageLine = z.output<typeof ImageLine>;

/** A line of the object at `rememberedImagesKey`: the image, and how to ask whether it has changed. */
export const RememberedImage = ImageLine.extend({
  etag: z.string().exactOptional(),
  lastModified: z.string().exactOptional(),
});
export type RememberedImage = z.output<typeof RememberedImage>;
