import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ShopImage } from "./shop.ts";

/** The photo at a path: a file of `photos/`. The path after the image's end makes the bytes unique, and so their hash. */
export async function photo(file: string, path: string): Promise<Buffer> {
  return Buffer.concat([await readFile(join(import.meta.dirname, "photos", file)), Buffer.from(path)]);
}

/** The bytes of an image at a path; undefined for one that only a server can answer with. */
export async function imageBytes(image: ShopImage, path: string): Promise<Buffer | undefined> {
  switch (image.kind) {
    case "photo":
      return photo(image.file, path);
    case "truncated": {
      const whole = await photo(image.file, path);
      return whole.subarray(0, whole.length / 2);
    }
    case "text":
      return Buffer.from(image.text);
    default:
      return undefined;
  }
}

/** The type that a supplier says an image has. */
export const imageType = (path: string) => (path.endsWith(".png") ? "image/png" : "image/jpeg");
