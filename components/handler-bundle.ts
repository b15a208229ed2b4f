import { join } from "node:path";
import { asset } from "@pulumi/pulumi";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");

/** The bundle's file and, after the dot, the function that Lambda calls. */
export const handlerName = "index.handler";

/**
 * Bundles `entry` (relative to the program's folder) with all it imports into `index.mjs`, the whole code of a Lambda
 * function, with a source map that turns its stack traces into the lines written. The same sources give the same bytes.
 */
export function bundleHandler(entry: string): asset.AssetArchive {
  return new asset.AssetArchive(assets(entry));
}

async function assets(entry: string): Promise<asset.AssetMap> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: "index.mjs",
    write: false,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "silent",
    // What is still CommonJS among the dependencies calls require() for Node's own modules.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
  return Object.fromEntries(
    outputFiles.map(({ path, text }) => [
      path.endsWith(".map") ? "index.mjs.map" : "index.mjs",
      new asset.StringAsset(text),
    ]),
  );
}
