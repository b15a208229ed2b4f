import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { asset } from "@pulumi/pulumi";
import { build, version as esbuildVersion } from "esbuild";

const root = join(import.meta.dirname, "../..");
const functions = join(root, "dist", "functions");

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

/** A finished bundle, with the digest of each file that it was made of. */
interface Finished {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
}

const digestOf = async (file: string) =>
  createHash("sha256")
    .update(await readFile(join(root, file)))
    .digest("hex");

/** The last bundle of the entry, while none of its files has changed: esbuild takes a second, reading them little. */
async function finished(record: string): Promise<string | undefined> {
  try {
    const { name, inputs } = JSON.parse(await readFile(record, "utf8")) as Finished;
    const found = await Promise.all(Object.keys(inputs).map(digestOf));
    const same = Object.values(inputs).every((digest, index) => digest === found[index]);
    return same && existsSync(join(functions, name)) ? name : undefined;
  } catch {
    // No record, or a file is gone: bundle again.
    return undefined;
  }
}

async function bundle(entry: string): Promise<string> {
  const record = join(functions, `${entry.replaceAll(/[\\/]/g, "-")}-${esbuildVersion}.json`);
  const known = await finished(record);
  if (known !== undefined) return relative(process.cwd(), join(functions, known));
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: "index.mjs",
    write: false,
    metafile: true,
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
  const folder = join(functions, name);
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
  // Other libraries, or other options of esbuild in this very file, make another bundle.
  const self = relative(root, import.meta.filename);
  const files = [...Object.keys(metafile.inputs), "package-lock.json", self];
  const inputs = Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await digestOf(file)] as const)),
  );
  await writeFile(`${record}.${process.pid}`, JSON.stringify({ name, inputs } satisfies Finished));
  await rename(`${record}.${process.pid}`, record);
  return relative(process.cwd(), folder);
}
