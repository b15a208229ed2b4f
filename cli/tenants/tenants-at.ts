import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type CheckedTenants, checkEntries, type Problem, type Tenant } from "../../config/tenants.ts";
import { listTree, readBlobs, type TreeEntry } from "./git.ts";

/** The same project's tenants at two times, as far as their files are in order at both. */
export interface TwoTimes {
  /** By id. */
  readonly before: ReadonlyMap<string, Tenant>;
  readonly after: ReadonlyMap<string, Tenant>;
  /** What is wrong with files at the commit, and with files that are there now. Their tenants are in neither map. */
  readonly problems: { readonly before: readonly Problem[]; readonly after: readonly Problem[] };
}

/**
 * The tenants at `commit` and `now`.
 *
 * @param root The project's folder, absolute.
 * @param name What problems call the commit.
 */
export function tenantsAtBoth(root: string, commit: string, name: string, now: CheckedTenants): TwoTimes {
  const entries = listTree(root, commit, "tenants");
  const same = new Set(
    entries.filter((entry) => isRegular(entry) && isUnchanged(root, entry)).map((entry) => entry.name),
  );
  const changed = entries.filter((entry) => !same.has(entry.name));
  // Files that have not changed are not read from git, nor checked twice.
  const blobs = readBlobs(
    root,
    changed.filter(isRegular).map(({ oid }) => oid),
  );
  const then = checkEntries(
    `${name}:tenants`,
    changed.map((entry) => ({
      name: entry.name,
      isFile: isRegular(entry),
      read: () => blobs.get(entry.oid) ?? Buffer.alloc(0),
    })),
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

function isRegular({ mode }: TreeEntry): boolean {
  return mode.startsWith("100");
}

/** Whether the file in the working tree has the content that the commit has. */
function isUnchanged(root: string, { name, oid }: TreeEntry): boolean {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, "tenants", name));
  } catch {
    // Gone, or cannot be read, which checking the folder tells.
    return false;
  }
  // As git does it: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
  const hash = createHash(oid.length === 40 ? "sha1" : "sha256");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex") === oid;
}
