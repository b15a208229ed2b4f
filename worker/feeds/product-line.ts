import * as z from "zod";
import type { Product } from "../../contract/catalog-import.ts";

/** A line of `products.ndjson`. */
export const ProductLine = z.object({
  id: z.string(),
  title: z.string(),
  link: z.string().exactOptional(),
  price: z.string().exactOptional(),
  images: z.array(z.string()),
}) satisfies z.ZodType<Product>;
