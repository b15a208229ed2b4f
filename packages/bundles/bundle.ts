import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type BuildOptions, build, version as esbuildVersion, type Metafile } from "esbuild";

export interface BundleArgs {
  /** A folder, absolute. Paths in the bundle are relative to it, so that another checkout makes the same bytes. */
  readonly root: string;
  /** Name of the output file, without `.mjs`. @example "index" */
  readonly name: string;
  /** The module to bundle: a file below `root`, or its text. @example "functions/greet.ts" */
  readonly entry: string | ModuleText;
  /** The folder of bundles, below `root`. @example "dist/functions" */
  readonly into: string;
  /** More options of esbuild. @default bundles for Node 24, as ES modules */
  readonly options?: BuildOptions;
  /** Files below `root` that change the bundle without being part of it. @default [] */
  readonly alsoChangedBy?: readonly string[];
}

/** A module without a file. */
export interface ModuleText {
  /** Names the bundle, and the module in stacks. @example "plan-handler" */
  readonly title: string;
  /** TypeScript. Relative imports start at the bundle's `root`. Absolute ones, a line each, are not part of the bundle's bytes. */
  readonly text: string;
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
 * await bundle({ root, name: "index", entry: "functions/greet.ts", into: "dist/functions" });
 */
export async function bundle(args: BundleArgs): Promise<string> {
  const into = join(args.root, args.into);
  const { name, entry, options } = args;
  const title = typeof entry === "string" ? basename(entry, ".ts") : entry.title;
  // Another way to bundle makes another bundle.
  const how = { name, entry, options, esbuildVersion, self: await readFile(import.meta.filename, "utf8") };
  const record = `${title}-${sha256(JSON.stringify(how))}`;
  const known = await finished(args.root, into, record);
  if (known !== undefined) return join(into, known);

  const { outputFiles, metafile } = await build({
    ...forNode,
    ...options,
    absWorkingDir: args.root,
    ...sourceOf(args),
    entryNames: name,
    outdir: ".",
    write: false,
    metafile: true,
  });
  const digest = createHash("sha256");
  for (const { contents } of outputFiles) digest.update(contents);
  const folder = `${title}-${digest.digest("hex").slice(0, 16)}`;
  const files = outputFiles.map(({ path, contents }) => ({ file: basename(path), contents }));
  await writeOnce(join(into, folder), files);

  const inputs = await digests(args.root, [...inputsOf(metafile, args), ...(args.alsoChangedBy ?? [])]);
  const text = JSON.stringify({ folder, inputs } satisfies Finished);
  const file = join(into, `${record}-${sha256(text)}.json`);
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, text);
  await rename(aside, file);
  return join(into, folder);
}

/** What esbuild calls a module without a file. */
const textFile = (title: string) => `${title}.generated.ts`;

function sourceOf({ root, entry }: BundleArgs): BuildOptions {
  if (typeof entry === "string") return { entryPoints: [entry] };
  const { title, text } = entry;
  return { stdin: { contents: text, resolveDir: root, sourcefile: textFile(title), loader: "ts" } };
}

/** The files that change the bundle. A lock file stands for the hundreds of files in node_modules. */
function inputsOf({ inputs }: Metafile, { root, entry }: BundleArgs): string[] {
  const files = Object.keys(inputs).filter(
    (file) => typeof entry === "string" || file !== textFile(entry.title),
  );
  const lock = "package-lock.json";
  if (!existsSync(join(root, lock))) return files;
  return [...files.filter((file) => !/(^|\/)node_modules\//.test(file)), lock];
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
