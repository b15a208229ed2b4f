import type { TenantStore } from "../../../workflow-kit/at-run/tenant-store/tenant-store.ts";
import { RememberedImage } from "../keys.ts";

/** The images of the last download, by URL; empty before the first. */
export async function recallImages(store: TenantStore, key: string): Promise<Map<string, RememberedImage>> {
  const images = new Map<string, RememberedImage>();
  if (!(await store.has(key))) return images;
  for await (const line of store.lines(key)) {
    const image = RememberedImage.parse(line);
    images.set(image.url, image);
  }
  return images;
}

/** Saves them for the next run, or for the next attempt at this one. */
export async function rememberImages(
  store: TenantStore,
  key: string,
  images: Iterable<RememberedImage>,
): Promise<void> {
  const output = store.ndjson(key);
  for (const image of images) await output.write(image);
  await output.finish();
}
