import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { checkout } from "../../testing/checkout.ts";

const run = promisify(execFile);
let packed: Promise<readonly string[]> | undefined;

/** The tarballs, absolute paths, made once by `npm run pack`. */
async function tarballs(): Promise<readonly string[]> {
  packed ??= run(process.execPath, ["pack/main.ts"], { cwd: checkout }).then(({ stdout }) =>
    stdout
      .trim()
      .split("\n")
      .map((file) => join(checkout, file)),
  );
  return packed;
}

/** A project outside of the checkout that has nothing but tarballs and what they need. */
export interface EmptyProject {
  /** Its folder. */
  readonly root: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Runs a command in it. Rejects with its output if it fails. */
  run(command: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** Makes the project and installs these packages of ours. @param names Without the scope. @example await emptyProject(["clock"]) */
export async function emptyProject(names: readonly string[]): Promise<EmptyProject> {
  const all = await tarballs();
  const root = await mkdtemp(join(tmpdir(), "batchline-packed-"));
  const project: EmptyProject = {
    root,
    async write(files) {
      for (const [file, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, file)), { recursive: true });
        await writeFile(join(root, file), text);
      }
    },
    async run(command, ...args) {
      const { stdout } = await run(command, args, { cwd: root }).catch((cause) => {
        throw new Error(`${command} ${args.join(" ")}: ${cause.stdout}${cause.stderr}`, { cause });
      });
      return stdout;
    },
    remove: () => rm(root, { recursive: true }),
  };
  await project.write({ "package.json": JSON.stringify({ private: true, type: "module" }) });
  const chosen = names.map((name) => all.find((file) => file.includes(`/batchline-${name}-0`)) ?? name);
  await project.run("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", ...chosen);
  return project;
}
