import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { must } from "@batchline/diagnostics";

const module = join(import.meta.dirname, "go");
const sources = ["go.mod", "go.sum", "analyzer-answers/main.go"];

/** Programs that the Go module builds. They lie in the user's cache: they survive `npm ci`, and checkouts share them. */
interface BuiltTools {
  /** A folder with `bin/pulumi`, as Pulumi installs it. */
  readonly folder: string;
  /** Pulumi's command line tool. */
  readonly pulumi: string;
  /** Asks a policy pack as Pulumi's engine does. */
  readonly analyzerAnswers: string;
}

/** Where the tools of these sources are, or will be. */
export async function builtTools(): Promise<BuiltTools> {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of sources) hash.update(`\0${file}\0`).update(await readFile(join(module, file)));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return inFolder(join(cache, "batchline", "pulumi-cli", hash.digest("hex").slice(0, 16)));
}

function inFolder(folder: string): BuiltTools {
  const bin = join(folder, "bin");
  return { folder, pulumi: join(bin, "pulumi"), analyzerAnswers: join(bin, "analyzer-answers") };
}

/** Thrown if this machine has no usable Go. The message says what is missing. */
export class MissingGoError extends Error {}

/**
 * Builds the tools unless they exist. The first build compiles for minutes.
 * @throws {MissingGoError} if this machine has no usable Go
 */
export async function buildTools(say: (line: string) => void): Promise<void> {
  const tools = await builtTools();
  if (existsSync(tools.folder)) return;
  const version = await pulumiVersion();
  await checkGo();
  say(`building Pulumi's CLI ${version}: about 4 minutes if Go has not compiled it before`);
  await mkdir(dirname(tools.folder), { recursive: true });
  const unfinished = inFolder(await mkdtemp(`${tools.folder}-`));
  try {
    const stamp = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
    const cli = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
    await go("build", "-ldflags", `-s -w -X ${stamp}`, "-o", unfinished.pulumi, cli);
    await go(
      "build",
      "-trimpath",
      "-ldflags",
      "-s -w",
      "-o",
      unfinished.analyzerAnswers,
      "./analyzer-answers",
    );
    // Another process may have been faster.
    await rename(unfinished.folder, tools.folder).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "ENOTEMPTY") throw cause;
    });
  } finally {
    await rm(unfinished.folder, { recursive: true, force: true });
  }
}

/** The version of the CLI, `v3.…`. */
async function pulumiVersion(): Promise<string> {
  const text = await readFile(join(module, "go.mod"), "utf8");
  return must(/github\.com\/pulumi\/pulumi\/pkg\/v3 (v\S+)/.exec(text)?.[1], "go.mod requires Pulumi's CLI");
}

/** Go itself fetches the version that go.mod asks for, or says why not. */
async function checkGo(): Promise<void> {
  await promisify(execFile)("go", ["env", "GOVERSION"], { cwd: module }).catch((cause) => {
    const why =
      cause.code === "ENOENT" ? "Go is missing. Pulumi's CLI is built with it." : cause.stderr.trim();
    throw new MissingGoError(`${why}\nInstall Go: https://go.dev/doc/install`, { cause });
  });
}

async function go(...args: readonly string[]): Promise<void> {
  const [code] = await once(spawn("go", args, { cwd: module, stdio: "inherit" }), "close");
  if (code !== 0) throw new Error(`go ${args[0]} ended with exit code ${code}`);
}
