import { execFile, fork } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  deployProgram,
  type EmbeddedAws,
  type StartOptions,
  serveProviders,
  startEmbeddedAws,
} from "@batchline/embedded-aws";
import { pastProxy } from "@batchline/pulumi-engine/testing";
import { checkout } from "../../testing/checkout.ts";
import { makeProject, type Project } from "../../testing/cli/project.ts";
import { builtTools } from "./built-tools.ts";
import type { EngineStep, Request, Result } from "./stack-command.ts";

interface RealStackOptions extends Pick<StartOptions, "intercept"> {
  /** A stack of testing/project. */
  readonly stack: "dev" | "prod";
  /** As of makeProject: folders and files that a test changes. */
  readonly own?: readonly string[];
}

/** A stack that Pulumi's own engine deploys to an embedded AWS. Its state, plugins and settings lie in a folder of its own. */
export class RealStack {
  readonly #options: RealStackOptions;
  readonly #dir: string;
  readonly #pulumi: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #stopProviders: () => void;
  readonly project: Project;
  readonly aws: EmbeddedAws;

  /** Creates the stack, with nothing in it. */
  static async start(options: RealStackOptions): Promise<RealStack> {
    const dir = await mkdtemp(join(tmpdir(), "batchline-pulumi-"));
    const project = await makeProject(undefined, options.own);
    const { intercept } = options;
    const aws = await startEmbeddedAws({ dir: join(dir, "aws"), ...(intercept && { intercept }) });
    const { folder } = await builtTools();
    const { environment, stop } = await serveProviders(aws, { root: project.root });
    const pulumi = {
      PULUMI_HOME: join(dir, "home"),
      PULUMI_BACKEND_URL: `file://${dir}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "1",
    };
    const stack = new RealStack({
      ...{ options, dir, project, aws, folder },
      environment: { ...pastProxy(process.env), ...aws.environment, ...environment, ...pulumi },
      stopProviders: stop,
    });
    await stack.command("stack", "init", options.stack);
    return stack;
  }

  private constructor(of: {
    readonly options: RealStackOptions;
    readonly dir: string;
    readonly project: Project;
    readonly aws: EmbeddedAws;
    /** Of the built tools. */
    readonly folder: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly stopProviders: () => void;
  }) {
    this.#options = of.options;
    this.#dir = of.dir;
    this.#pulumi = of.folder;
    this.#environment = of.environment;
    this.#stopProviders = of.stopProviders;
    this.project = of.project;
    this.aws = of.aws;
  }

  /** Runs a command of the engine. It may fail: see `errors`. */
  perform(
    command: Request["command"],
    more: Pick<Request, "policyPack" | "excludeProtected"> = {},
  ): Promise<Result> {
    const { root } = this.project;
    const { stack } = this.#options;
    const request: Request = { command, root, stack, pulumi: this.#pulumi, ...more };
    const child = fork(join(import.meta.dirname, "stack-command.ts"), { env: this.#environment });
    return new Promise((resolve, reject) => {
      child.once("message", (result) => resolve(result as Result));
      child.once("close", (code) => reject(new Error(`pulumi ${command} ended with exit code ${code}`)));
      child.send(request);
    });
  }

  /** The checkout's policy pack, as a program: without the language host, Pulumi starts no pack that is a folder. */
  async policyPack(): Promise<Request["policyPack"]> {
    const file = join(this.#dir, "policies");
    const folder = join(checkout, "policies");
    const script = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack");
    await writeFile(file, `#!/bin/sh\ncd '${folder}' && exec node '${script}' "$1" .\n`, { mode: 0o755 });
    return { file, config: join(folder, `policy-config.${this.#options.stack}.json`) };
  }

  /** Runs a command that needs no program, and returns what it prints. */
  async command(...args: readonly string[]): Promise<string> {
    const pulumi = join(this.#pulumi, "bin", "pulumi");
    const options = { cwd: this.project.root, env: this.#environment, maxBuffer: 2 ** 28 };
    return (await promisify(execFile)(pulumi, [...args, "--non-interactive"], options)).stdout;
  }

  /** The stack's state, as `pulumi stack export` writes it. */
  async state(): Promise<string> {
    return this.command("stack", "export", "--stack", this.#options.stack);
  }

  /** Replaces the stack's state by an export. */
  async setState(state: string): Promise<void> {
    const file = join(this.#dir, "state.json");
    await writeFile(file, state);
    await this.command("stack", "import", "--stack", this.#options.stack, "--file", file);
  }

  /** What the embedded engine plans for the same program and state. */
  async planOfEmbeddedEngine(command: "up" | "destroy" = "up"): Promise<readonly EngineStep[]> {
    const stateFile = join(this.#dir, "state.json");
    await writeFile(stateFile, await this.state());
    const { root } = this.project;
    const { stack } = this.#options;
    const destroy = command === "destroy";
    const { steps } = await deployProgram(this.aws, { root, stack, stateFile, preview: true, destroy });
    return steps;
  }

  /** Ends the embedded AWS and removes all files. */
  async stop(): Promise<void> {
    this.#stopProviders();
    await this.aws.stop();
    await this.project.remove();
    await rm(this.#dir, { recursive: true, force: true });
  }
}
