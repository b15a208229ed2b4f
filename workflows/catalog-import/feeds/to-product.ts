import * as z from "zod";
import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import { objectAddress } from "../../../workflow-kit/object-address.ts";
import type { Product } from "../params.ts";
import type { FeedRecord } from "./feed-record.ts";
import { imageFields, productFields } from "./product-fields.ts";

const isHttpUrl = (text: string) => /^https?:/i.test(text) && URL.canParse(text);

const Address = z.string().max(2_048, "is longer than 2,048 characters");
const WebAddress = Address.refine(isHttpUrl, {
  error: ({ input }) => `${shown(input)} is not an absolute http or https URL`,
});
const ImageAddress = Address.refine((text) => isHttpUrl(text) || objectAddress(text) !== undefined, {
  error: ({ input }) => `${shown(input)} is neither an absolute http or https URL nor an object (s3:)`,
});

/** `inWords` begins the sentences, and these messages end them. */
export const WantedFields = z.object({
  id: z.string().max(256, "is longer than 256 characters"),
  title: z.string().max(5_000, "is longer than 5,000 characters"),
  link: WebAddress.optional(),
  price: z.string().max(256, "is longer than 256 characters").optional(),
  image: z.array(ImageAddress).min(1),
});

/** The product of a record, with at most `maxImages` different images in the feed's order. Throws ItemError with every problem. */
export function toProduct(record: FeedRecord, maxImages: number): Product {
  if (record.problem !== undefined) throw new ItemError(record.problem);
  const images = valuesOf(record, imageFields).flatMap(splitAddresses);
  const parsed = WantedFields.safeParse({
    id: first(record, productFields.id),
    title: first(record, productFields.title),
    link: first(record, productFields.link),
    price: first(record, productFields.price),
    image: [...new Set(images)].slice(0, maxImages),
  });
  if (!parsed.success) throw new ItemError(parsed.error.issues.map(inWords).join("; "));
  const { id, title, link, price, image } = parsed.data;
  return {
    id,
    title,
    ...(link === undefined ? {} : { link }),
    ...(price === undefined ? {} : { price }),
    images: image,
  };
}

/** A failed record's name: its id, if any, and its place. */
export function recordName(record: FeedRecord): string {
  const id = first(record, productFields.id);
  return id === undefined ? record.place : `product ${id} (${record.place})`;
}

function first(record: FeedRecord, names: readonly string[]): string | undefined {
  return valuesOf(record, names).find((value) => value !== "");
}

function valuesOf({ fields }: FeedRecord, names: readonly string[]): string[] {
  return names.flatMap((name) => fields.get(name) ?? []);
}

/** The addresses of a field. A comma may be part of an address, so only a comma before a scheme separates. */
function splitAddresses(value: string): string[] {
  return value.split(/[\s|,;]+(?=(?:https?|s3):\/\/)/).filter((address) => address !== "");
}

function inWords({ path: [field, index], code, message }: z.core.$ZodIssue): string {
  if (code === "invalid_type" || code === "too_small") return `it has no ${String(field)}`;
  return `its ${String(field)}${typeof index === "number" ? ` ${index + 1}` : ""} ${message}`;
}

function shown(value: unknown): string {
  const text = String(value);
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
