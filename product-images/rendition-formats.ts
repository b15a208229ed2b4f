import * as z from "zod";

const renditionFormats = ["webp", "avif", "jpeg"] as const;

const Rendition = z
  .strictObject({
    width: z.int().min(16).max(4096).describe("Width in pixels. A smaller original keeps its own width."),
    format: z
      .enum(renditionFormats)
      .describe("webp is the best compromise. avif is smaller but takes 10 times the CPU."),
    quality: z.int().min(1).max(100).default(80).describe("Encoder quality, 1–100."),
  })
  .describe("One size and format of every product image.");
export type Rendition = z.output<typeof Rendition>;

export const Renditions = z.array(Rendition).min(1).max(12);

/** The renditions of a tenant that sets none. */
export const defaultRenditions: Rendition[] = [
  { width: 320, format: "webp", quality: 80 },
  { width: 800, format: "webp", quality: 80 },
];
