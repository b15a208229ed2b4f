import type { TenantChange } from "../../cli/tenants/change.ts";
import type { GitProject } from "./git-project.ts";
import { batchlineIn } from "./in-process.ts";

/** Runs `batchline tenants diff` in the project. */
export async function diff(project: GitProject, ...args: string[]) {
  const { status, stdout, stderr } = await batchlineIn(project.root, "tenants", "diff", ...args);
  return { status, stderr, lines: stdout.split("\n"), stdout };
}

/** The tenants of `--json`, by id. */
export async function changes(
  project: GitProject,
  ...args: string[]
): Promise<Record<"acme" | "bolt" | "cafe" | "coffee" | "summit", TenantChange>> {
  const { stdout } = await diff(project, "main", "--json", ...args);
  const document: { readonly changes: readonly TenantChange[] } = JSON.parse(stdout);
  return Object.fromEntries(document.changes.map((change) => [change.id, change])) as Awaited<
    ReturnType<typeof changes>
  >;
}
