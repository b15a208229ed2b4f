import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type BuildOptions, build, version as esbuildVersion } from "esbuild";

export interface BundleArgs {
  /** A folder, absolute. Paths in the bundle are relative to it, so that another checkout makes the same bytes. */
  readonly root: string;
  /** Name of the output file → source file below `root`. @example { index: "handlers/plan/plan-handler.ts" } */
  readonly entries: Readonly<Record<string, string>>;
  /** The folder of bundles, below `root`. @example "dist/functions" */
  readonly into: string;
  /** More options of esbuild. @default bundles for Node 24, as ES modules */
  readonly options?: BuildOptions;
  /** Files below `root` that change the bundle without being part of it. @default [] */
  readonly alsoChangedBy?: readonly string[];
}

/** A finished bundle, with the digest of each file that it was made of. */
interface Finished {
  readonly folder: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Options of all bundles: CommonJS dependencies call require() for Node's own modules. */
const forNode: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  outExtension: { ".js": ".mjs" },
  // ES modules of dependencies, so that unused code is left out.
  mainFields: ["module", "main"],
  // Stacks in logs name the .ts lines.
  sourcemap: "linked",
  sourcesContent: false,
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  logLevel: "silent",
};

/**
 * Bundles source files with all their imports, and returns the folder of the bundle, absolute. Reuses the last bundle of the same
 * files, because esbuild takes a second. Throws esbuild's BuildFailure.
 * @example
 * await bundle({ root, entries: { index: "handlers/plan/plan-handler.ts" }, into: "dist/functions" });
 */
export async function bundle(args: BundleArgs): Promise<string> {
  const into = join(args.root, args.into);
  const [first = ""] = Object.values(args.entries);
  const name = basename(first, ".ts");
  const { entries, options } = args;
  // Another way to bundle makes another bundle.
  const how = { entries, options, esbuildVersion, self: await readFile(import.meta.filename, "utf8") };
  const record = `${name}-${sha256(JSON.stringify(how))}`;
  const known = await finished(args.root, into, record);
  if (known !== undefined) return join(into, known);

  const { outputFiles, metafile } = await build({
    ...forNode,
    ...options,
    absWorkingDir: args.root,
    entryPoints: { ...entries },
    outdir: ".",
    write: false,
    metafile: true,
  });
  const digest = createHash("sha256");
  for (const { contents } of outputFiles) digest.update(contents);
  const folder = `${name}-${digest.digest("hex").slice(0, 16)}`;
  const files = outputFiles.map(({ path, contents }) => ({ file: basename(path), contents }));
  await writeOnce(join(into, folder), files);

  // The lock file stands for the hundreds of files in node_modules.
  const own = Object.keys(metafile.inputs).filter((input) => !/(^|\/)node_modules\//.test(input));
  const inputs = await digests(args.root, [...own, "package-lock.json", ...(args.alsoChangedBy ?? [])]);
  const text = JSON.stringify({ folder, inputs } satisfies Finished);
  const file = join(into, `${record}-${sha256(text)}.json`);
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, text);
  await rename(aside, file);
  return join(into, folder);
}

const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex").slice(0, 16);

async function digests(root: string, files: readonly string[]): Promise<Record<string, string>> {
  const digest = async (file: string) =>
    [file, sha256(await readFile(resolve(root, file)).catch(() => "missing"))] as const;
  return Object.fromEntries(await Promise.all(files.map(digest)));
}

/** The folder of a bundle whose files are all as they were. Branches and copies of a project have bundles of their own. */
async function finished(root: string, into: string, record: string): Promise<string | undefined> {
  const records = (await readdir(into).catch((): string[] => [])).filter(
    (file) => file.startsWith(record) && file.endsWith(".json"),
  );
  for (const file of records) {
    const { folder, inputs } = JSON.parse(await readFile(join(into, file), "utf8")) as Finished;
    if (!existsSync(join(into, folder))) continue;
    const now = await digests(root, Object.keys(inputs));
    if (Object.entries(inputs).every(([input, digest]) => now[input] === digest)) return folder;
  }
  return undefined;
}

/** Writes aside and renames, because another program may bundle or read the same at this moment. */
async function writeOnce(
  folder: string,
  files: readonly { readonly file: string; readonly contents: Uint8Array }[],
): Promise<void> {
  if (existsSync(folder)) return;
  const aside = `${folder}.${randomUUID()}`;
  await mkdir(aside, { recursive: true });
  for (const { file, contents } of files) await writeFile(join(aside, file), contents);
  await rename(aside, folder).catch(async (cause) => {
    await rm(aside, { recursive: true });
    if (!existsSync(folder)) throw cause;
  });
}
