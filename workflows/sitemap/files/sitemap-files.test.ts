import { expect } from "chai";
import fc from "fast-check";
import sax from "sax";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { sitemapLimits } from "../params.ts";
import { type Entry, type SitemapFile, sitemapFiles, sitemapIndex } from "./sitemap-files.ts";

const at = "2026-11-23T03:00:00.000Z";

/** What a strict XML parser reads: the root's name and namespace, and of each entry its elements. Throws when it is no XML. */
function read(xml: Buffer) {
  const parser = sax.parser(true, { xmlns: true, position: false });
  const path: string[] = [];
  const entries: Record<string, string>[] = [];
  let root = "";
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = (tag) => {
    if (path.length === 0) root = `${tag.name} ${"uri" in tag ? tag.uri : ""}`;
    if (path.length === 1) entries.push({});
    path.push(tag.name);
  };
  parser.onclosetag = () => path.pop();
  parser.ontext = (text) => {
    const entry = entries.at(-1);
    const name = path[2];
    if (entry !== undefined && name !== undefined) entry[name] = (entry[name] ?? "") + text;
  };
  parser.write(xml.toString("utf8")).close();
  return { root, entries };
}

async function files(
  pages: Iterable<Entry>,
  limits?: typeof sitemapLimits | { urls: number; bytes: number },
) {
  const made: SitemapFile[] = [];
  for await (const file of sitemapFiles(pages, limits)) made.push(file);
  return made;
}

describe("sitemap files", () => {
  const namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
  const page = fc.record({
    // No control characters: a URL has none, and XML cannot hold them.
    url: fc.string({ unit: fc.constantFrom(..."abz/?&<>\"'=%é—😀"), maxLength: 60 }),
    lastModified: fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((date) => date.toISOString()),
  });

  it("list every page once, in order, and are well-formed within both limits", async () => {
    const limits = fc.record({
      urls: fc.integer({ min: 1, max: 8 }),
      bytes: fc.integer({ min: 700, max: 2_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(page, { maxLength: 40 }), limits, async (pages, limit) => {
        const made = await files(pages, limit);
        const listed = made.map(({ xml, lastModified }) => {
          const { root, entries } = read(xml);
          expect(root).to.equal(`urlset ${namespace}`);
          expect(xml.length).to.be.at.most(limit.bytes);
          expect(entries.length).to.be.within(1, limit.urls);
          expect(lastModified).to.equal(
            entries
              .map(({ lastmod }) => lastmod)
              .toSorted()
              .at(-1),
          );
          return entries;
        });
        expect(listed.flat()).to.deep.equal(
          pages.map(({ url, lastModified }) => ({ ...(url && { loc: url }), lastmod: lastModified })),
        );
      }),
    );
  });

  it("hold 50,000 pages and no more", async () => {
    const pages = Array.from({ length: 50_001 }, (_, i) => ({
      url: `https://a.example/${i}`,
      lastModified: at,
    }));
    const made = await files(pages);
    expect(made.map(({ xml }) => xml.toString().match(/<loc>/g)?.length)).to.deep.equal([50_000, 1]);
  });

  it("end before their limit of bytes when addresses are long", async () => {
    const url = `https://a.example/${"&".repeat(2_000)}`;
    const limits = { ...sitemapLimits, bytes: 2 ** 20 };
    const made = await files(
      Array.from({ length: 120 }, () => ({ url, lastModified: at })),
      limits,
    );
    expect(made).to.have.length(2);
    expect(made[0]?.xml.length).to.be.within(limits.bytes - 11_000, limits.bytes);
    expect(sitemapLimits.bytes).to.equal(50 * 1024 * 1024);
  });

  it("are none for no pages", async () => {
    expect(await files([])).to.deep.equal([]);
  });

  it("refuse a page that no file has room for", async () => {
    const error = await files([{ url: "x".repeat(500), lastModified: at }], { urls: 1, bytes: 400 }).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    expect(error).to.be.instanceOf(BadDataError);
  });

  it("are listed by their index", () => {
    const entries = [1, 2].map((n) => ({
      url: `https://a.example/sitemap-${n}.xml.gz?a&b`,
      lastModified: at,
    }));
    expect(read(sitemapIndex(entries))).to.deep.equal({
      root: `sitemapindex ${namespace}`,
      entries: entries.map(({ url, lastModified }) => ({ loc: url, lastmod: lastModified })),
    });
  });
});
