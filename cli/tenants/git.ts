import { spawnSync } from "node:child_process";
import { didYouMean, printable } from "@batchline/diagnostics";
import { CommandFailure, UsageError } from "../errors.ts";

/** A file of a commit. */
export interface TreeEntry {
  /** Its name in its folder. */
  readonly name: string;
  /** Six octal digits: `100644` and `100755` are regular files. */
  readonly mode: string;
  /** The hash of its content. */
  readonly oid: string;
}

/** The commit `ref` of the checkout around `folder`; with `mergeBase` the last one that it shares with HEAD.
 * @throws UsageError outside of a checkout, or for an unknown commit */
export function resolveCommit(folder: string, ref: string, mergeBase: boolean): string {
  const inside = git(folder, ["rev-parse", "--is-inside-work-tree"]);
  if (inside.status !== 0) throw noCheckout(folder, inside.complaint);
  const found = git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  if (found.status !== 0) {
    const hints = `${hint(folder, ref)}${ifShallow(folder)}`;
    throw new UsageError("BL-U010", `git knows no commit "${printable(ref)}"${hints}`);
  }
  const commit = found.stdout.toString().trim();
  if (!mergeBase) return commit;
  const base = git(folder, ["merge-base", commit, "HEAD"]);
  if (base.status !== 0) {
    const found = `"${ref}" and HEAD have no commit in common here${ifShallow(folder)}`;
    throw new CommandFailure("BL-U010", found);
  }
  return base.stdout.toString().trim();
}

/** The files in `path`, relative to `folder`, at the commit; none when it does not exist. @throws CommandFailure for a link or submodule */
export function listTree(folder: string, commit: string, path: string): readonly TreeEntry[] {
  const itself = gitOrFail(folder, ["ls-tree", commit, "--", path]).stdout.toString();
  if (/^1[26]0000 /.test(itself)) {
    const found = `${path} is a link or a submodule: git does not know its content`;
    throw new CommandFailure("BL-U010", `at that commit ${found}`);
  }
  const { stdout } = gitOrFail(folder, ["ls-tree", "-z", commit, "--", `${path}/`]);
  const lines = stdout.toString().split("\0").slice(0, -1);
  return lines.map((line) => {
    // `<mode> <type> <hash>`, a tab, the path.
    const [mode, , oid] = line.split(/[ \t]/, 3) as [string, string, string];
    return { mode, oid, name: line.slice(line.lastIndexOf("/") + 1) };
  });
}

/** The contents of blobs by hash, read by one process. */
export function readBlobs(folder: string, oids: readonly string[]): ReadonlyMap<string, Buffer> {
  const wanted = [...new Set(oids)];
  if (wanted.length === 0) return new Map();
  const { stdout } = gitOrFail(folder, ["cat-file", "--batch"], `${wanted.join("\n")}\n`);
  const blobs = new Map<string, Buffer>();
  // `<hash> <type> <bytes>`, a line feed, the content, a line feed.
  let at = 0;
  for (const oid of wanted) {
    const end = stdout.indexOf("\n", at);
    const size = Number(stdout.toString("latin1", at, end).split(" ")[2]);
    if (!Number.isInteger(size)) {
      throw new CommandFailure("BL-U010", `git cannot read ${oid}: ${stdout.toString("utf8", at, end)}`);
    }
    blobs.set(oid, stdout.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return blobs;
}

/** The checkout is missing, or another user owns it, as in a container. */
function noCheckout(folder: string, complaint: string): Error {
  const [, checkout] = /dubious ownership in repository at '(.*)'/.exec(complaint) ?? [];
  if (checkout === undefined)
    return new UsageError("BL-U010", `${folder} is not in a git checkout: ${complaint}`);
  return new CommandFailure(
    "BL-U010",
    `git does not trust the checkout, which another user owns: git config --global --add safe.directory ${checkout}`,
  );
}

/** Branches of a similar name. */
function hint(folder: string, ref: string): string {
  const { stdout } = gitOrFail(folder, ["for-each-ref", "--format=%(refname:short)"]);
  const meant = didYouMean(ref, stdout.toString().split("\n").filter(Boolean));
  return meant === undefined ? "; git branch --all lists the branches" : `: ${meant}`;
}

function ifShallow(folder: string): string {
  const { stdout } = git(folder, ["rev-parse", "--is-shallow-repository"]);
  return stdout.toString().trim() === "true"
    ? "; the clone is shallow: git fetch --unshallow (in GitHub Actions: actions/checkout with fetch-depth: 0)"
    : "";
}

interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  /** The first line that git wrote to stderr, without `fatal:`. */
  readonly complaint: string;
}

function gitOrFail(folder: string, args: readonly string[], input?: string): GitResult {
  const result = git(folder, args, input);
  if (result.status !== 0) throw new CommandFailure("BL-U010", `git ${args[0]} failed: ${result.complaint}`);
  return result;
}

function git(folder: string, args: readonly string[], input?: string): GitResult {
  const { status, stdout, stderr, error } = spawnSync("git", args, {
    cwd: folder,
    maxBuffer: Number.POSITIVE_INFINITY,
    input,
  });
  if (error !== undefined)
    throw new CommandFailure("BL-U010", `git cannot be started: ${error.message}`, { cause: error });
  const complaint = stderr
    .toString()
    .replace(/^fatal: /, "")
    .replace(/\n.*/s, "");
  return { status: status ?? 1, stdout, complaint };
}
