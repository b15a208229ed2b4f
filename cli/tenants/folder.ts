import { join, relative } from "node:path";
import { projectRoot } from "../project-root.ts";

/** Where a command looks for tenants. */
export interface TenantsFolder {
  /** The project's folder, absolute. */
  readonly root: string;
  /** `tenants` in it, as a path from where the command was started: what messages name. */
  readonly dir: string;
}

/** The tenants' folder of the project that `cwd` is in. Throws UsageError outside of one. */
export function tenantsFolder(cwd: string = process.cwd()): TenantsFolder {
  const root = projectRoot(cwd);
  return { root, dir: relative(cwd, join(root, "tenants")) || "." };
}
