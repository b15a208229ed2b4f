import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The photo at a path: a file of `photos/`. The path after the image's end makes the bytes unique, and so their hash. */
export async function photo(file: string, path: string): Promise<Buffer> {
  return Buffer.concat([await readFile(join(import.meta.dirname, "photos", file)), Buffer.from(path)]);
}
