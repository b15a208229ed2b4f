import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** File name → content of the deployment package. */
export type CodeFiles = Readonly<Record<string, string | Uint8Array>>;

/** SHA-256 of the files and their names, in any order. */
export function codeHash(files: CodeFiles): Buffer {
  const hash = createHash("sha256");
  for (const [name, content] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\0${Buffer.byteLength(content)}\0`).update(content);
  return hash.digest();
}

export async function writeFiles(dir: string, files: CodeFiles): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
}

/** What `writeFiles` wrote. */
export async function readFiles(dir: string): Promise<CodeFiles> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = paths.map(async (path) => [relative(dir, path), await readFile(path)] as const);
  return Object.fromEntries(await Promise.all(files));
}
