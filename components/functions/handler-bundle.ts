import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { asset } from "@pulumi/pulumi";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../..");

/** The bundle's file and, after the dot, the exported function. */
export const handlerName = "index.handler";

/**
 * Bundles `entry` (relative to the program's folder) with all its imports into `index.mjs` and a source map. The same
 * sources give the same bytes. The bundle is a folder below `dist/`, because text inside a resource would be copied
 * into the stack's state.
 */
export function bundleHandler(entry: string): asset.FileArchive {
  return new asset.FileArchive(bundle(entry));
}

async function bundle(entry: string): Promise<string> {
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
    // CommonJS dependencies call require() for Node's own modules.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
  const digest = createHash("sha256");
  for (const { contents } of outputFiles) digest.update(contents);
  const name = `${basename(entry, ".ts")}-${digest.digest("hex").slice(0, 16)}`;
  const folder = join(root, "dist", "functions", name);
  if (!existsSync(folder)) {
    // Written aside and renamed, because another program may bundle or read the same at this moment.
    const aside = `${folder}.${process.pid}`;
    await mkdir(aside, { recursive: true });
    for (const { path, contents } of outputFiles) {
      await writeFile(join(aside, path.endsWith(".map") ? "index.mjs.map" : "index.mjs"), contents);
    }
    await rename(aside, folder).catch(async (cause) => {
      await rm(aside, { recursive: true });
      if (!existsSync(folder)) throw cause;
    });
  }
  return relative(process.cwd(), folder);
}
