/**
 * `npm run pack`: writes a tarball of each package to `dist/packed/`, with JavaScript, types and source maps, because Node.js loads no
 * TypeScript from node_modules. Prints the tarballs.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { type Manifest, publishedManifest } from "./published-manifest.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");
const into = join(root, "dist", "packed");
/** The `outDir` of `tsconfig.json` here. */
const built = join(into, "build");

await rm(into, { recursive: true, force: true });
await run("tsc", ["--project", import.meta.dirname]);
await mapToNeighbours();
const packages = (await readdir(join(root, "packages"))).filter((name) => !name.includes("."));
const folders = packages.map((name) => join("packages", name));
for (const folder of folders) await complete(folder);
await run("npm", ["pack", "--pack-destination", into, ...folders.map((folder) => `./${folder}`)], {
  cwd: built,
});
for (const file of (await readdir(into)).filter((name) => name.endsWith(".tgz")))
  console.log(join("dist", "packed", file));

/** A map names the TypeScript file where the compiler read it. In a tarball it names one beside the JavaScript. */
async function mapToNeighbours(): Promise<void> {
  const files = await readdir(built, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".js.map"))) {
    const map: { sources: string[] } = JSON.parse(await readFile(join(built, file), "utf8"));
    map.sources = map.sources.map((source) => basename(source));
    await writeFile(join(built, file), JSON.stringify(map));
  }
}

/** Adds to the compiled files of a package what npm and people read. */
async function complete(folder: string): Promise<void> {
  const target = join(built, folder);
  await mkdir(target, { recursive: true });
  const manifest = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8")) as Manifest;
  await writeFile(join(target, "package.json"), JSON.stringify(publishedManifest(manifest), null, 2));
  await cp(join(root, folder, "README.md"), join(target, "README.md"));
  await cp(join(root, "LICENSE"), join(target, "LICENSE"));
}
