/**
 * `npm run pack`: writes tarballs to `dist/packed/`, one for each package and `batchline` for the platform. They have JavaScript,
 * types and source maps, because Node.js loads no TypeScript from node_modules. Prints the tarballs.
 */
import { execFileSync } from "node:child_process";
import { cp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Manifest, publishedManifest } from "./published-manifest.ts";

const root = join(import.meta.dirname, "..");
const into = join(root, "dist", "packed");
/** The `outDir` of `tsconfig.json` here. After the packages have left it, it is the platform. */
const platform = join(into, "platform");
const packages = join(into, "packages");

/** What the platform reads beside its modules. */
const assets = [
  ...["cli/new/workflow", "policies/PulumiPolicy.yaml", "policies/package.json"],
  ...["dashboard/page/style.css", "dashboard/page/style"],
  ...["worker/image/package.json", "worker/image/package-lock.json"],
];

await rm(into, { recursive: true, force: true });
// What runs in browsers has their types.
for (const project of ["tsconfig.json", "tsconfig.page.json"])
  execFileSync("tsc", ["--project", join(import.meta.dirname, project)], { stdio: "inherit" });
await mapToNeighbours();
await rename(join(platform, "packages"), packages);
const names = await readdir(packages);
for (const name of names) await complete(join(root, "packages", name), join(packages, name));
const noTest = (file: string) => !file.endsWith(".test.ts");
for (const file of assets)
  await cp(join(root, file), join(platform, file), { recursive: true, filter: noTest });
await complete(root, platform);
const folders = [platform, ...names.map((name) => join(packages, name))];
execFileSync("npm", ["pack", "--silent", "--pack-destination", into, ...folders], {
  stdio: ["ignore", "ignore", "inherit"],
});
for (const file of await readdir(into)) if (file.endsWith(".tgz")) console.log(join("dist", "packed", file));

/** A map names the TypeScript file where the compiler read it. In a tarball it names one beside the JavaScript. */
async function mapToNeighbours(): Promise<void> {
  const files = await readdir(platform, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".js.map"))) {
    const map: { sources: string[] } = JSON.parse(await readFile(join(platform, file), "utf8"));
    map.sources = map.sources.map((source) => basename(source));
    await writeFile(join(platform, file), JSON.stringify(map));
  }
}

/** Adds to compiled files what npm and people read. */
async function complete(source: string, target: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as Manifest;
  await writeFile(join(target, "package.json"), JSON.stringify(publishedManifest(manifest), null, 2));
  await cp(join(source, "README.md"), join(target, "README.md"));
  for (const file of ["LICENSE", "NOTICE"]) await cp(join(root, file), join(target, file));
}
