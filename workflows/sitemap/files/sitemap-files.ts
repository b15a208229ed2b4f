import { must } from "@batchline/diagnostics";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { sitemapLimits } from "../params.ts";

/** An entry of a sitemap, a page, or of its index, a file. */
export interface Entry {
  /** An absolute URL. */
  readonly url: string;
  /** The time of the last change, ISO 8601. */
  readonly lastModified: string;
}

export interface SitemapFile {
  /** XML in UTF-8. */
  readonly xml: Buffer;
  /** The latest of its pages. */
  readonly lastModified: string;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

/** The pages as sitemap files, in order, each as full as the limits allow. Throws BadDataError for a page that fits into no file. */
export async function* sitemapFiles(
  pages: AsyncIterable<Entry> | Iterable<Entry>,
  limits: { readonly urls: number; readonly bytes: number } = sitemapLimits,
): AsyncGenerator<SitemapFile> {
  const head = Buffer.from(`${declaration}<urlset xmlns="${namespace}">\n`);
  const tail = Buffer.from("</urlset>\n");
  const room = limits.bytes - head.length - tail.length;
  let lines: Buffer[] = [];
  let [bytes, lastModified] = [0, ""];
  for await (const page of pages) {
    const line = Buffer.from(`<url>${elements(page)}</url>\n`);
    if (line.length > room)
      throw new BadDataError(`${page.url} is too long for a file of ${limits.bytes} bytes`);
    if (lines.length === limits.urls || bytes + line.length > room) {
      yield { xml: Buffer.concat([head, ...lines, tail]), lastModified };
      [lines, bytes, lastModified] = [[], 0, ""];
    }
    lines.push(line);
    bytes += line.length;
    if (page.lastModified > lastModified) lastModified = page.lastModified;
  }
  if (lines.length > 0) yield { xml: Buffer.concat([head, ...lines, tail]), lastModified };
}

/** The index of the sitemap files at these addresses, XML in UTF-8. */
export function sitemapIndex(files: readonly Entry[]): Buffer {
  const lines = files.map((file) => `<sitemap>${elements(file)}</sitemap>\n`);
  return Buffer.from(`${declaration}<sitemapindex xmlns="${namespace}">\n${lines.join("")}</sitemapindex>\n`);
}

function elements({ url, lastModified }: Entry): string {
  return `<loc>${escapeXml(url)}</loc><lastmod>${lastModified}</lastmod>`;
}

const entities = new Map(Object.entries({ "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" }));

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&${must(entities.get(char), "the pattern has these")};`);
}
