import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { checkout } from "../../testing/checkout.ts";

const run = promisify(execFile);
let packed: Promise<readonly string[]> | undefined;

/** The tarballs, absolute paths. `npm run pack` makes them, once for all tests. */
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
  /** Writes a file into its folder. */
  write(file: string, text: string): Promise<void>;
  /** Runs a command in it, and returns the output. Rejects with all output if it fails. */
  run(command: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Makes the project, and installs tarballs. @param dependencies What it has beside them, name → version.
 * @param chosen Tells by its name whether a tarball is installed. @example await emptyProject({}, (name) => name.includes("clock"))
 */
export async function emptyProject(
  dependencies: Readonly<Record<string, string>>,
  chosen: (tarball: string) => boolean,
): Promise<EmptyProject> {
  const files = (await tarballs()).filter((file) => chosen(basename(file)));
  const root = await mkdtemp(join(tmpdir(), "batchline-packed-"));
  const project: EmptyProject = {
    root,
    write: (file, text) => writeFile(join(root, file), text),
    async run(command, ...args) {
      const { stdout } = await run(command, args, { cwd: root }).catch((cause) => {
        throw new Error(`${command} ${args.join(" ")}: ${cause.stdout}${cause.stderr}`, { cause });
      });
      return stdout;
    },
    remove: () => rm(root, { recursive: true }),
  };
  await mkdir(join(root, "vendor"));
  const vendored = files.map((file) => `./vendor/${basename(file)}`);
  for (const file of files) await copyFile(file, join(root, "vendor", basename(file)));
  const manifest = { private: true, type: "module", dependencies };
  await project.write("package.json", JSON.stringify(manifest));
  const quickly = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await project.run("npm", "install", ...quickly, ...vendored);
  return project;
}
