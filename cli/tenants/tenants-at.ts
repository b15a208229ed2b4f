import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { must } from "@batchline/diagnostics";
import {
  type CheckedTenants,
  checkEntries,
  type Problem,
  type Tenant,
  type WorkflowParams,
} from "../../config/tenants.ts";
import type { Both } from "./change.ts";
import { listTree, readBlobs, type TreeEntry } from "./git.ts";

/** The project's tenants at two times, by id. Tenants whose file has a problem are left out. */
export interface TwoTimes extends Both<ReadonlyMap<string, Tenant>> {
  /** Problems of the files at the commit, and now. */
  readonly problems: Both<readonly Problem[]>;
}

/**
 * The tenants at `commit`, which problems call `name`, and `now`. `root` is the project's folder, absolute. A tenant may name `workflows`.
 */
export function tenantsAtBoth(
  root: string,
  commit: string,
  name: string,
  now: CheckedTenants,
  workflows: WorkflowParams,
): TwoTimes {
  const entries = listTree(root, commit, "tenants").map((entry) => {
    return { ...entry, isFile: entry.mode.startsWith("100") };
  });
  const same = new Set(
    entries.filter((entry) => entry.isFile && isUnchanged(root, entry)).map((entry) => entry.name),
  );
  const changed = entries.filter((entry) => !same.has(entry.name));
  // Unchanged files are neither read from git nor checked twice.
  const blobs = readBlobs(
    root,
    changed.flatMap(({ isFile, oid }) => (isFile ? [oid] : [])),
  );
  const then = checkEntries(
    `${name}:tenants`,
    changed.map(({ oid, ...entry }) => ({
      ...entry,
      read: () => must(blobs.get(oid), "git printed each blob"),
    })),
    workflows,
  );
  const wrong = new Set([...then.problems, ...now.problems].map(({ file }) => basename(file)));
  const inOrder = (tenants: readonly Tenant[]) =>
    new Map(tenants.flatMap((tenant) => (wrong.has(fileOf(tenant)) ? [] : [[tenant.id, tenant] as const])));
  const unchanged = now.tenants.filter((tenant) => same.has(fileOf(tenant)));
  return {
    before: inOrder([...then.tenants, ...unchanged]),
    after: inOrder(now.tenants),
    problems: { before: then.problems, after: now.problems },
  };
}

function fileOf({ id }: Tenant): string {
  return `${id}.yaml`;
}

/** Whether the file in the working tree has the content that the commit has. */
function isUnchanged(root: string, { name, oid }: TreeEntry): boolean {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, "tenants", name));
  } catch {
    // Removed or unreadable; the check of the folder reports that.
    return false;
  }
  // As git does it: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
  const hash = createHash(oid.length === 40 ? "sha1" : "sha256");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex") === oid;
}
