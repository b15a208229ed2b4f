import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { UsageError } from "./errors.ts";

/** The project's folder: the nearest at or above `from` with a Pulumi.yaml. @throws UsageError */
export function projectRoot(from: string = process.cwd()): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (folder === dirname(folder)) {
      throw new UsageError(
        "BL-U003",
        `no Pulumi.yaml in ${from} or above: run the command in the project's folder`,
      );
    }
  }
}

/** The project's folder, absolute, and its folder `tenants`, relative to the current directory for messages. @throws UsageError */
export function tenantsFolder(): { readonly root: string; readonly dir: string } {
  const root = projectRoot();
  return { root, dir: relative(process.cwd(), join(root, "tenants")) || "." };
}
