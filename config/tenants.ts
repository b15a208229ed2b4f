import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CheckedFile, extension, FileChecker } from "./tenants/check-file.ts";
import { clashes } from "./tenants/clashes.ts";
import { byPlace, InvalidTenants, type Problem } from "./tenants/problem.ts";
import type { Tenant, WorkflowParams } from "./tenants/shared-fields.ts";
import { workflowParams } from "./workflow-params.ts";

export { emphasizedProblem, formatProblem, InvalidTenants, type Problem } from "./tenants/problem.ts";
export { type ProblemCode, problemCodes } from "./tenants/problem-codes.ts";
export type { Tenant, WorkflowParams } from "./tenants/shared-fields.ts";

export interface CheckedTenants {
  /** How many files there are, with or without a problem. */
  readonly files: number;
  /** The tenants without a problem, by id. */
  readonly tenants: readonly Tenant[];
  /** All that is wrong in all files, by place. When it is empty, `tenants` is complete. */
  readonly problems: readonly Problem[];
}

/**
 * The tenants of the folder `dir`, by id. `workflows` are those that a tenant may name, by default all of ours.
 * Throws InvalidTenants, which holds every problem of every file.
 */
export function loadTenants(dir: string, workflows: WorkflowParams = workflowParams): readonly Tenant[] {
  const { tenants, problems } = checkTenants(dir, workflows);
  if (problems.length > 0) throw new InvalidTenants(problems);
  return tenants;
}

/** Something in a tenants' folder, wherever the folder is. */
export interface FolderEntry {
  readonly name: string;
  /** It is a regular file: not a folder, not a link. */
  readonly isFile: boolean;
  /** May throw a system error. */
  read(): Uint8Array;
}

/** Checks every file of the folder `dir`. Throws nothing that the folder or a file in it could cause. */
export function checkTenants(dir: string, workflows: WorkflowParams = workflowParams): CheckedTenants {
  let entries: Dirent[];
  try {
    entries = readdirSync(dir, { withFileTypes: true });
  } catch (cause) {
    return { files: 0, tenants: [], problems: [unreadable(dir, cause)] };
  }
  const found = entries.map((entry) => ({
    name: entry.name,
    isFile: entry.isFile(),
    read: () => readFileSync(join(dir, entry.name)),
  }));
  return checkEntries(dir, found, workflows);
}

/** Checks `entries` as all that is in the folder `dir`, which need not be on this machine: problems name it. */
export function checkEntries(
  dir: string,
  entries: readonly FolderEntry[],
  workflows: WorkflowParams = workflowParams,
): CheckedTenants {
  const checker = new FileChecker(workflows);
  const files = entries
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => checkEntry(dir, entry, checker));
  const problems = [...files.flatMap((file) => file.problems), ...clashes(files)].sort(byPlace);
  const wrong = new Set(problems.map(({ file }) => file));
  const tenants = files.flatMap(({ file, tenant }) =>
    tenant === undefined || wrong.has(file) ? [] : [tenant],
  );
  return { files: files.length, tenants, problems };
}

function checkEntry(dir: string, entry: FolderEntry, checker: FileChecker): CheckedFile {
  const file = join(dir, entry.name);
  if (!entry.isFile || !entry.name.endsWith(extension))
    return { file, claims: [], problems: [stray(file, entry.name)] };
  try {
    return checker.check(file, entry.name.slice(0, -extension.length), entry.read());
  } catch (cause) {
    if (!(cause instanceof Error && "syscall" in cause)) throw cause;
    return { file, claims: [], problems: [unreadable(file, cause)] };
  }
}

function unreadable(file: string, cause: unknown): Problem {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return {
    ...{ file, line: 1, column: 1, code: "BL-T017" },
    message: `it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    ...(code === "EACCES" && { suggestion: "allow yourself to read it: chmod u+rX" }),
    ...(code === "ENOENT" && { suggestion: "npx batchline tenants new <id> makes it" }),
  };
}

function stray(file: string, name: string): Problem {
  return {
    file,
    line: 1,
    column: 1,
    code: "BL-T017",
    message: "this is not a tenant's file",
    suggestion: placeOf(name),
  };
}

function placeOf(name: string): string {
  if (name.endsWith(extension)) return "put a file in its place: folders and links are not read";
  return /\.ya?ml$/i.test(name)
    ? `rename it to ${name.replace(/\.ya?ml$/i, extension)}`
    : "move it: this folder holds one .yaml file a tenant and nothing else";
}
