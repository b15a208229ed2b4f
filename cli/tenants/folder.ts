import { join, relative } from "node:path";
import { projectRoot } from "../project-root.ts";

/** The folder with the tenants' files. */
export interface TenantsFolder {
  /** The project's folder, absolute. */
  readonly root: string;
  /** Its folder `tenants`, relative to the current directory: messages show it. */
  readonly dir: string;
}

/** The tenants' folder of the project around `cwd`. @throws UsageError outside of a project */
export function tenantsFolder(cwd: string = process.cwd()): TenantsFolder {
  const root = projectRoot(cwd);
  return { root, dir: relative(cwd, join(root, "tenants")) || "." };
}
