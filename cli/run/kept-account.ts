import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { CommandFailure } from "../errors.ts";
import { readTextIfThere } from "../text-file.ts";
import { isRunning, localRoot } from "./local-session.ts";
import type { StackOutputs, Target } from "./target.ts";

/** Below `.local`: what `batchline local` keeps. */
const keptFile = "kept.json";
const dataFolder = "aws";

const kept = z.object({
  pid: z.int(),
  deployed: z
    .object({
      stack: z.string(),
      at: z.iso.datetime(),
      client: z.object({
        endpoint: z.string(),
        region: z.string(),
        credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
      }),
      outputs: z.custom<StackOutputs>(),
    })
    .optional(),
});

/** The stack that `batchline local` deployed to the embedded AWS that it keeps up. */
export type KeptStack = NonNullable<z.infer<typeof kept>["deployed"]>;

export interface KeptAccount {
  /** The folder of its data. It stays. */
  readonly dir: string;
  /** Lets `batchline run --local` find the stack. */
  publish(deployed: KeptStack): void;
  /** Another process may keep the account from now on. */
  release(): void;
}

/** Makes this process the one that keeps the account `.local/aws`. Its file is for its owner only: it has credentials.
 * @param fresh Removes the account's data. @throws CommandFailure if another process keeps it */
export function keepAccount(root: string, fresh: boolean): KeptAccount {
  const local = join(root, localRoot);
  const file = join(local, keptFile);
  const dir = join(local, dataFolder);
  mkdirSync(local, { recursive: true });
  const other = readKept(file);
  if (other !== undefined && isRunning(other.pid)) throw alreadyKept(file, other.pid);
  rmSync(file, { force: true });
  const { pid } = process;
  writeAside(file, { pid }, (aside) => {
    try {
      // Fails if another process has done the same meanwhile.
      linkSync(aside, file);
    } catch (cause) {
      const first = readKept(file);
      throw first === undefined ? cause : alreadyKept(file, first.pid);
    } finally {
      rmSync(aside);
    }
  });
  if (fresh) rmSync(dir, { recursive: true, force: true });
  return {
    dir,
    publish: (deployed) => writeAside(file, { pid, deployed }, (aside) => renameSync(aside, file)),
    release: () => rmSync(file, { force: true }),
  };
}

/** The stack that a running `batchline local` deployed, if it is this one. */
export function keptStack(root: string, stack: string) {
  const { pid = 0, deployed } = readKept(join(root, localRoot, keptFile)) ?? {};
  if (deployed?.stack !== stack || !isRunning(pid)) return undefined;
  const { client, outputs, at } = deployed;
  const target: Target = { client, outputs, pollMs: 250 };
  return { target, pid, deployedAt: new Date(at), dir: join(root, localRoot, dataFolder) };
}

function readKept(file: string): z.infer<typeof kept> | undefined {
  const text = readTextIfThere(file);
  // Undefined also for a file of another version.
  return text === undefined ? undefined : kept.safeParse(JSON.parse(text)).data;
}

function writeAside(file: string, content: z.input<typeof kept>, put: (aside: string) => void): void {
  const aside = `${file}-${randomUUID()}`;
  writeFileSync(aside, JSON.stringify(content), { mode: 0o600, flag: "wx" });
  put(aside);
}

function alreadyKept(file: string, pid: number): CommandFailure {
  return new CommandFailure(
    "BL-U016",
    `process ${pid} keeps the embedded AWS of this project up already. Use it with --local, or end it with Ctrl-C. ` +
      `If that process is another program, remove ${file}`,
  );
}
