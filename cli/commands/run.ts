import { randomBytes } from "node:crypto";
import { Command, Option } from "commander";
import { checkTenants, formatProblem } from "../../config/tenants.ts";
import type { RunInput } from "../../contract/plan.ts";
import { workflows } from "../../workflows/all.ts";
import { CommandFailure, exitStatus, UsageError } from "../errors.ts";
import { Interrupted, interruptSignal } from "../interrupt.ts";
import { suggestion } from "../nearest.ts";
import { deployedStack } from "../run/deployed-stack.ts";
import { type RunOutcome, startAndFollow } from "../run/follow.ts";
import { exportSession } from "../run/local-export.ts";
import { progressDisplay } from "../run/progress-display.ts";
import { reportLines } from "../run/report.ts";
import { outcomeAsJson } from "../run/report-json.ts";
import { stageProgress } from "../run/stage-progress.ts";
import type { Target } from "../run/target.ts";

interface RunOptions {
  readonly tenant?: readonly string[];
  readonly force?: true;
  readonly local?: true;
  readonly stack: string;
  readonly samples: boolean;
  readonly json?: true;
}

/** `batchline run <workflow>`; `onStatus` is told the exit code. */
export function runCommand(onStatus: (status: number) => void): Command {
  return new Command("run")
    .description("Start a run of a workflow and follow it to its end.")
    .argument("<workflow>", `one of: ${workflows.map(({ name }) => name).join(", ")}`)
    .option("-t, --tenant <id...>", "run for these tenants only, even if they succeeded recently")
    .option("--force", "run also tenants that skipIfSucceededWithin would skip")
    .option("--local", "run on this machine: start the embedded AWS and deploy the stack to it")
    .addOption(
      new Option("-s, --stack <name>", "the stack whose configuration or deployment is used").default("dev"),
    )
    .option(
      "--no-samples",
      "with --local: fetch from the internet instead of serving the sample feeds and images",
    )
    .option("--json", "print the outcome as one JSON document")
    .addHelpText(
      "after",
      `
Exit codes: 0 the run succeeded, 1 it failed or could not start, 2 wrong usage, 130 interrupted.

Examples:
  $ npx batchline run catalog-import --local
  $ npx batchline run catalog-import --local --tenant ember-toys
  $ npx batchline run catalog-import --stack prod --tenant acme-outdoor`,
    )
    .action(async (workflow: string, options: RunOptions) => onStatus(await run(workflow, options)));
}

async function run(name: string, options: RunOptions): Promise<number> {
  const root = process.cwd();
  const workflow = workflows.find((candidate) => candidate.name === name);
  if (workflow === undefined) {
    const known = workflows.map((candidate) => candidate.name);
    throw new UsageError(`there is no workflow "${name}"${suggestion(name, known)}`);
  }
  checkTenantOptions(root, options);
  const stages = Object.keys(workflow.stages);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const interrupt = interruptSignal(() => say(options.local ? "\nstopping: ending all processes" : ""));
  const startedAt = Date.now();
  try {
    const { signal } = interrupt;
    if (!options.local) {
      const target = await deployedStack(root, options.stack);
      const outcome = await follow(target, name, stages, options, signal);
      return conclude(name, stages, outcome, options, []);
    }
    const onStep = (step: string) => say(`${elapsed(startedAt)} ${step}`);
    const { stack, samples } = options;
    // Loaded only when it is wanted: the embedded AWS is most of the program.
    const { startLocalStack } = await import("../run/local-stack.ts");
    const local = await startLocalStack({ root, stack, samples, signal, onStep });
    try {
      onStep(`deployed ${local.resources} resources; running ${name}`);
      const outcome = await follow(local, name, stages, options, signal);
      const where = await exportSession(local, outcome);
      return conclude(name, stages, outcome, options, where);
    } finally {
      await local.stop();
    }
  } catch (cause) {
    if (!(interrupt.signal.reason instanceof Interrupted)) throw cause;
    return interrupt.signal.reason.exitStatus;
  } finally {
    interrupt.dispose();
  }
}

/** Everything about tenants that can be known to be wrong before anything starts. */
function checkTenantOptions(root: string, { local, tenant: named = [] }: RunOptions): void {
  if (!local) return; // the deployed stack has its own tenants, which the plan checks the names against
  const { tenants, problems } = checkTenants(`${root}/tenants`);
  if (problems.length > 0) {
    const found = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    throw new CommandFailure(`${found} in the tenant files\n${problems.map(formatProblem).join("\n")}`);
  }
  const known = tenants.map(({ id }) => id);
  for (const id of named) {
    if (!known.includes(id)) throw new UsageError(`there is no tenant "${id}"${suggestion(id, known)}`);
  }
}

async function follow(
  target: Target,
  workflow: string,
  stages: readonly string[],
  { tenant, force, json }: RunOptions,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const stateMachineArn = target.outputs.stateMachines[workflow];
  if (stateMachineArn === undefined) {
    throw new CommandFailure(`the stack has no state machine for ${workflow}: deploy it with npx pulumi up`);
  }
  const input: RunInput = { ...(tenant ? { tenants: tenant } : {}), ...(force ? { force } : {}) };
  const display = json ? undefined : progressDisplay(process.stderr);
  try {
    return await startAndFollow(target, {
      stateMachineArn,
      runId: newRunId(new Date()),
      input,
      signal,
      onProgress: (run, chunks) => {
        if (run !== undefined) display?.update(stageProgress(stages, run.chunks, chunks));
      },
    });
  } finally {
    display?.stop();
  }
}

function conclude(
  workflow: string,
  stages: readonly string[],
  outcome: RunOutcome,
  { json }: RunOptions,
  where: readonly string[],
): number {
  if (json) console.log(JSON.stringify(outcomeAsJson(workflow, stages, outcome), null, 2));
  else console.log(["", ...reportLines(workflow, stages, outcome), "", ...where].join("\n").trimEnd());
  return outcome.status === "SUCCEEDED" ? exitStatus.ok : exitStatus.wrong;
}

/** Sorts by time, and two started in the same second differ: `20261123T215501-4f2a`. */
function newRunId(now: Date): string {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, "");
  return `${time}-${randomBytes(2).toString("hex")}`;
}

function elapsed(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1).padStart(5)} s `;
}
