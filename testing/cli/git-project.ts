import { execFileSync } from "node:child_process";
import { type ProjectFolder, projectFolder } from "./tenants-project.ts";

/** A project in a git checkout of its own. */
export interface GitProject extends ProjectFolder {
  /** Runs git in the project; what it prints. */
  git(...args: string[]): string;
  /** Commits all there is. */
  commit(): void;
}

/** Makes a project whose first commit, on branch main, has these files in `tenants/`; `using` removes it. */
export function gitProject(tenants: Readonly<Record<string, string>>): GitProject {
  const project = projectFolder(tenants);
  const settings = ["-c", "user.name=Test", "-c", "user.email=test@batchline.example", "-c", "gc.auto=0"];
  const git = (...args: string[]) =>
    execFileSync("git", [...settings, ...args], { cwd: project.root, encoding: "utf8", stdio: "pipe" });
  const commit = () => {
    git("add", "--all");
    git("commit", "--quiet", "--message", "tenants");
  };
  git("init", "--quiet", "--initial-branch", "main");
  commit();
  return { ...project, git, commit };
}
