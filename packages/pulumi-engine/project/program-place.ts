import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { isRecord } from "@batchline/diagnostics";
import { ProjectFile } from "./project-file.ts";

/** Where the program is. */
export interface ProgramPlace {
  /** Absolute path of its working directory. Relative paths start here, also those of assets. */
  readonly folder: string;
  /** Entry point, relative to the folder. `.`: `main` of package.json. */
  readonly entry: string;
}

/**
 * Reads `main` of Pulumi.yaml, a file or a folder, as Pulumi does (`getPwdMain` of pkg/engine/project.go).
 * @param root The folder with Pulumi.yaml.
 * @throws {ProjectError} if Pulumi.yaml is not valid, or its `main` does not exist
 * @example
 * await programPlace("/shop"); // { folder: "/shop/infrastructure", entry: "." } for main: infrastructure
 */
export async function programPlace(root: string): Promise<ProgramPlace> {
  const file = await ProjectFile.ofProject(root);
  const main = isRecord(file.value) ? file.value.main : undefined;
  if (main === undefined) return { folder: resolve(root), entry: "." };
  if (typeof main !== "string") throw file.error("BL-E003", ["main"], "main must be a path");
  const path = resolve(root, main);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw file.error("BL-E003", ["main"], `main does not exist: ${path}`);
  return found.isDirectory()
    ? { folder: path, entry: "." }
    : { folder: dirname(path), entry: basename(path) };
}
