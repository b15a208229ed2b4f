import { type ChildProcessByStdio, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { checkout, fixtureProject } from "../checkout.ts";

/** A project to run commands in: this checkout's, with tenants and perhaps folders of its own. */
export interface Project {
  readonly root: string;
  batchline(...args: string[]): Command;
  /** `batchline` with more in its environment. */
  batchlineWith(environment: Readonly<Record<string, string>>, ...args: string[]): Command;
  /** Process ids of all that was started from the project and still runs. */
  processes(): Promise<number[]>;
  /** Ends the process of a node of a multi-node job, as the kernel does when memory is short. */
  killNode(node: number): Promise<void>;
  remove(): Promise<void>;
}

export interface Command {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves when what was written to stderr so far contains `text`; rejects when the command ends before. */
  said(text: string): Promise<void>;
  readonly ended: Promise<{
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

/**
 * Makes a project of this checkout's program with the stacks of testing/project. `tenants` are its tenants' files, name → text;
 * without a text the file of testing/project, and without `tenants` all of its files. `own` names the files and
 * folders, `workflows/sitemap` for example, whose copies a test may change; the rest is the checkout's.
 */
export async function makeProject(
  tenants?: Readonly<Record<string, string | undefined>>,
  own: readonly string[] = [],
): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), "batchline-project-"));
  const names = (await readdir(checkout)).filter(
    (name) => !notLinked.has(name) && !/^Pulumi\..+\.yaml$/.test(name),
  );
  for (const name of names) await linkOrCopy(root, name, own);
  for (const stack of ["dev", "prod"])
    await cp(join(fixtureProject, `Pulumi.${stack}.yaml`), join(root, `Pulumi.${stack}.yaml`));
  if (tenants === undefined)
    await cp(join(fixtureProject, "tenants"), join(root, "tenants"), { recursive: true });
  else await mkdir(join(root, "tenants"));
  for (const [name, text] of Object.entries(tenants ?? {})) {
    const file = join(root, "tenants", name);
    if (text === undefined) await cp(join(fixtureProject, "tenants", name), file);
    else await writeFile(file, text);
  }
  return {
    root,
    batchline: (...args) => start(root, args, {}),
    batchlineWith: (environment, ...args) => start(root, args, environment),
    processes: () => processesOf(root),
    async killNode(node) {
      for (const pid of await processesOf(root)) {
        const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
        if (environment.includes(`AWS_BATCH_JOB_NODE_INDEX=${node}\0`)) process.kill(pid, "SIGKILL");
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Links the checkout's file or folder into the project. Copies what is in `own`, and links what stands beside it. */
async function linkOrCopy(root: string, path: string, own: readonly string[]): Promise<void> {
  const [from, to] = [join(checkout, path), join(root, path)];
  if (own.includes(path)) return cp(from, to, { recursive: true });
  if (!own.some((copied) => copied.startsWith(`${path}/`))) return symlink(from, to);
  await mkdir(to);
  for (const name of await readdir(from)) await linkOrCopy(root, join(path, name), own);
}

const notLinked = new Set([".local", ".git", "tenants"]);

function start(
  root: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Command {
  const child = spawn(process.execPath, [join(root, "cli", "main.js"), ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, stdout, stderr }));
  });
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!stderr.includes(text)) return;
        child.stderr.off("data", look);
        resolve();
      };
      child.stderr.on("data", look);
      child.once("close", () => {
        reject(new Error(`the command ended without saying "${text}":\n${stderr}${stdout}`));
      });
      look();
    });
  return { child, said, ended };
}

/** Linux only: by working directory, which all that the embedded AWS starts has inside the project or its sessions. */
async function processesOf(root: string): Promise<number[]> {
  const pids = (await readdir("/proc")).map(Number).filter(Number.isInteger);
  const cwds = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return pids.filter((_, at) => cwds[at]?.startsWith(root));
}
