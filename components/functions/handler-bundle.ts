import { join, relative } from "node:path";
import { bundle } from "@batchline/bundles";
import { asset } from "@pulumi/pulumi";

/** The bundle's file and, after the dot, the exported function. */
export const handlerName = "index.handler";

/**
 * Bundles `entry` (relative to the program's folder) with all its imports into `index.mjs` and a source map. The same
 * sources give the same bytes. The bundle is a folder below `dist/`, because text inside a resource would be copied
 * into the stack's state.
 */
export function bundleHandler(entry: string): asset.FileArchive {
  const folder = bundle({
    root: join(import.meta.dirname, "../.."),
    entries: { index: entry },
    into: "dist/functions",
    options: { minifySyntax: true, minifyWhitespace: true },
  });
  return new asset.FileArchive(folder.then((path) => relative(process.cwd(), path)));
}
