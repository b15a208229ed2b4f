import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Archive, Asset, PropertyValue } from "@batchline/pulumi-engine";
import { AssetArchive, FileArchive, FileAsset, StringAsset } from "@batchline/pulumi-engine";
import { EmbeddedAwsError } from "../error-codes.ts";

/** File name with `/` between folders → content. */
export type PackageFiles = Readonly<Record<string, string | Uint8Array>>;

/** The files of a function's deployment package. Relative paths start at `root`. Throws for zip files and URLs. */
export async function deploymentPackage(
  code: PropertyValue | undefined,
  root: string,
): Promise<PackageFiles> {
  if (code instanceof AssetArchive || code instanceof FileArchive)
    return Object.fromEntries(await filesOf(code, "", root));
  throw refused("the embedded AWS accepts an AssetArchive, or a FileArchive of a folder");
}

type File = readonly [name: string, content: string | Uint8Array];

async function filesOf(part: Asset | Archive, name: string, root: string): Promise<File[]> {
  if (part instanceof StringAsset) return [[name, part.text]];
  if (part instanceof FileAsset) return [[name, await readFile(resolve(root, part.path))]];
  if (part instanceof FileArchive) return filesIn(resolve(root, part.path), name);
  if (part instanceof AssetArchive) {
    const parts = Object.entries(part.assets).map(([child, asset]) =>
      filesOf(asset, below(name, child), root),
    );
    return (await Promise.all(parts)).flat();
  }
  throw refused(`${part.uri} is a URL, and the embedded AWS does not download`);
}

async function filesIn(folder: string, name: string): Promise<File[]> {
  if (!(await stat(folder)).isDirectory())
    throw refused(`${folder} is not a folder; the embedded AWS does not unpack archives`);
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.map(async (entry): Promise<File[]> => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path, below(name, entry.name));
    return [[below(name, entry.name), await readFile(path)]];
  });
  return (await Promise.all(files)).flat();
}

function refused(problem: string): EmbeddedAwsError {
  return new EmbeddedAwsError("BL-A004", `code: ${problem}`);
}

function below(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
