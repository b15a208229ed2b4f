import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { UsageError } from "./errors.ts";

/** The project's folder: the nearest at or above `from` with a Pulumi.yaml. Undefined outside of a project. */
export function findProject(from: string): string | undefined {
  if (existsSync(join(from, "Pulumi.yaml"))) return from;
  return from === dirname(from) ? undefined : findProject(dirname(from));
}

/** The project's folder, as `findProject`. @throws UsageError */
export function projectRoot(from: string = process.cwd()): string {
  const found = findProject(from);
  if (found !== undefined) return found;
  throw new UsageError(
    "BL-U003",
    `no Pulumi.yaml in ${from} or above: run the command in the project's folder`,
  );
}

/** The project's folder, absolute, and its folder `tenants`, relative to the current directory for messages. @throws UsageError */
export function tenantsFolder(): { readonly root: string; readonly dir: string } {
  const root = projectRoot();
  return { root, dir: relative(process.cwd(), join(root, "tenants")) || "." };
}
