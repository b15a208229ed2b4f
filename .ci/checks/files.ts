import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** The project's files below `folders` (all, when there are none) whose names match, as git knows them. */
export function listFiles(folders: readonly string[], name: RegExp): string[] {
  const git = ["ls-files", "--cached", "--others", "--exclude-standard", "--", ...folders];
  const files = execFileSync("git", git, { encoding: "utf8" }).split("\n");
  return files.filter((file) => name.test(file) && existsSync(file));
}
