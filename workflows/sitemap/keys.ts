/** The sitemap's files, below a tenant's prefix: what the shop publishes for search engines. */
export const sitemapsPrefix = "sitemaps/";

/** Keys of the sitemap, below a tenant's prefix. */
export const sitemapKeys = {
  index: `${sitemapsPrefix}sitemap.xml.gz`,
  /** One file of the sitemap, counted from 1. */
  file: (number: number) => `${sitemapsPrefix}sitemap-${number}.xml.gz`,
  /** When each page last changed. */
  lastModified: "state/sitemap/last-modified.ndjson",
} as const;
