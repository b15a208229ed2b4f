import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CheckedFile, clashes, extension, FileChecker } from "./tenants/check-file.ts";
import { byPlace, InvalidTenantsError } from "./tenants/problem-format.ts";
import type { Tenant } from "./tenants/shared-fields.ts";
import type { Finding, Problem, WorkflowParams } from "./tenants/types.ts";

export { emphasizedProblem, formatProblem, InvalidTenantsError } from "./tenants/problem-format.ts";
export type { Tenant } from "./tenants/shared-fields.ts";
export type { Problem, WorkflowParams } from "./tenants/types.ts";

export interface CheckedTenants {
  /** Number of files, with and without problems. */
  readonly files: number;
  /** The tenants without a problem, by id. */
  readonly tenants: readonly Tenant[];
  /** All problems of all files, by place. If it is empty, `tenants` is complete. */
  readonly problems: readonly Problem[];
}

/**
 * The tenants of the folder `dir`, by id.
 * @param workflows Those that a tenant may name.
 * @throws {InvalidTenantsError} with every problem of every file.
 * @example const tenants = loadTenants("tenants", paramsOf(workflows));
 */
export function loadTenants(dir: string, workflows: WorkflowParams): readonly Tenant[] {
  const { tenants, problems } = checkTenants(dir, workflows);
  if (problems.length > 0) throw new InvalidTenantsError(problems);
  return tenants;
}

/** An entry of a tenants' folder, which need not be on this machine. `read` may throw a system error. */
interface FolderEntry {
  readonly name: string;
  /** It is a regular file: neither a folder nor a link. */
  readonly isFile: boolean;
  read(): Uint8Array;
}

/**
 * Checks every file of the folder `dir`. Never throws because of the folder or a file in it.
 * @param workflows Those that a tenant may name.
 * @example
 * const { problems } = checkTenants("tenants", paramsOf(workflows));
 * for (const problem of problems) console.log(formatProblem(problem));
 */
export function checkTenants(dir: string, workflows: WorkflowParams): CheckedTenants {
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

/** Checks `entries` as the whole content of the folder `dir`. Problems name `dir`. */
export function checkEntries(
  dir: string,
  entries: readonly FolderEntry[],
  workflows: WorkflowParams,
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

function checkEntry(dir: string, { name, isFile, read }: FolderEntry, checker: FileChecker): CheckedFile {
  const file = join(dir, name);
  const withProblem = (problem: Problem) => ({ file, claims: [], problems: [problem] });
  if (!isFile || !name.endsWith(extension)) {
    const message = "this is not a tenant's file";
    return withProblem(atStart(file, { code: "BL-T017", message, suggestion: placeOf(name) }));
  }
  try {
    return checker.check(file, name.slice(0, -extension.length), read());
  } catch (cause) {
    if (!(cause instanceof Error && "syscall" in cause)) throw cause;
    return withProblem(unreadable(file, cause));
  }
}

function unreadable(file: string, cause: unknown): Problem {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return atStart(file, {
    code: "BL-T017",
    message: `it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    ...(code === "EACCES" && { suggestion: "allow yourself to read it: chmod u+rX" }),
    ...(code === "ENOENT" && { suggestion: "npx batchline tenants new <id> creates it" }),
  });
}

function atStart(file: string, finding: Finding): Problem {
  return { file, line: 1, column: 1, ...finding };
}

function placeOf(name: string): string {
  if (name.endsWith(extension)) return "replace it by a file: folders and links are not read";
  return /\.ya?ml$/i.test(name)
    ? `rename it to ${name.replace(/\.ya?ml$/i, extension)}`
    : "move it: this folder holds one .yaml file a tenant and nothing else";
}
