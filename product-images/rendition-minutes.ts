import type { Rendition } from "./rendition-formats.ts";

/** The shape of most photos, 4:3. */
const heightToWidth = 3 / 4;

/** CPU seconds of a rendition: a constant, and more for each megapixel. Measured with sharp 0.35 on photos of 3 megapixels. */
const cost = {
  webp: { each: 0.013, megapixel: 0.1 },
  jpeg: { each: 0.011, megapixel: 0.016 },
  avif: { each: 0.13, megapixel: 1 },
} as const satisfies Record<Rendition["format"], object>;

/** About how many minutes `vcpus` vCPUs take to make all renditions of `images` images. */
export function renditionMinutes(images: number, renditions: readonly Rendition[], vcpus: number): number {
  const seconds = renditions.reduce((sum, { width, format }) => {
    const { each, megapixel } = cost[format];
    return sum + each + (megapixel * width * width * heightToWidth) / 1e6;
  }, 0);
  return (images * seconds) / vcpus / 60;
}
