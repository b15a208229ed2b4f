import { randomBytes } from "node:crypto";
import { join, relative } from "node:path";
import { plural, suggestion } from "@batchline/diagnostics";
import { Command, Option } from "commander";
import { checkTenants, formatProblem } from "../../config/tenants.ts";
import type { RunInput } from "../../contract/plan.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/workflow.ts";
import { workflows } from "../../workflows/declarations.ts";
import { CommandFailure, exitStatus, UsageError } from "../errors.ts";
import { InterruptedError, interruptSignal } from "../interrupt.ts";
import { projectRoot } from "../project-root.ts";
import { denialReporter } from "../run/denials.ts";
import { deployedStack } from "../run/deployed-stack.ts";
import { startAndFollow } from "../run/follow.ts";
import { exportSession } from "../run/local-export.ts";
import { lendTenants } from "../run/local-trial.ts";
import { progressDisplay } from "../run/progress-display.ts";
import { reportLines } from "../run/report.ts";
import { outcomeAsJson } from "../run/report-json.ts";
import { type FinishedRun, hasSucceeded, runInOrder } from "../run/run-in-order.ts";
import { stageProgress } from "../run/stage-progress.ts";
import type { Target } from "../run/target.ts";
import { exampleWorkflow, workflowNamed } from "../workflow-named.ts";

interface RunOptions {
  readonly tenant?: readonly string[];
  readonly force?: true;
  readonly local?: true;
  readonly stack: string;
  readonly samples: boolean;
  readonly json?: true;
}

/** `batchline run <workflow...>`; `onStatus` receives the exit code. */
export function runCommand(onStatus: (status: number) => void): Command {
  return new Command("run")
    .description("Start a run of a workflow and follow it to its end; then, if it succeeded, the next one's.")
    .argument("<workflow...>", `of: ${workflows.map(({ name }) => name).join(", ")}`)
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
    .option("--json", "print the outcome as one JSON document: an array when several workflows are named")
    .addHelpText(
      "after",
      `
Exit codes: 0 all runs succeeded, 1 one failed or could not start, 2 wrong usage, 130 interrupted.
With --local everything starts empty: first name the workflow whose results the next one uses.

Examples:
  $ npx batchline run ${exampleWorkflow} --local
  $ npx batchline run ${exampleWorkflow} --local --tenant ember-toys
  $ npx batchline run ${workflows.map(({ name }) => name).join(" ")} --local
  $ npx batchline run ${exampleWorkflow} --stack prod --tenant acme-outdoor`,
    )
    .action(async (names: string[], options: RunOptions) => onStatus(await run(names, options)));
}

async function run(names: readonly string[], options: RunOptions): Promise<number> {
  const root = projectRoot(process.cwd());
  const chosen = names.map(workflowNamed);
  checkTenantOptions(root, options);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const interrupt = interruptSignal(() => say(options.local ? "\nstopping: ending all processes" : ""));
  const startedAt = Date.now();
  try {
    const { signal } = interrupt;
    if (!options.local) return await runOn(await deployedStack(root, options.stack), chosen, options, signal);
    const onStep = (step: string) => say(`${elapsed(startedAt)} ${step}`);
    const { stack, samples } = options;
    // Loaded only when needed: the embedded AWS is most of the program.
    const { startLocalStack } = await import("../run/local-stack.ts");
    const local = await startLocalStack({ root, stack, samples, signal, onStep });
    try {
      onStep(`deployed ${local.resources} resources; running ${names.join(", then ")}`);
      for (const line of await lendTenants(local, chosen, options.tenant)) onStep(line);
      return await runOn(local, chosen, options, signal, (runs) => exportSession(local, runs));
    } finally {
      await local.stop();
    }
  } catch (cause) {
    if (!(interrupt.signal.reason instanceof InterruptedError)) throw cause;
    return interrupt.signal.reason.exitStatus;
  } finally {
    interrupt.dispose();
  }
}

/** Runs the workflows on a deployed stack and prints the outcomes; `after` returns lines that end the report. Returns the exit code. */
export async function runOn(
  target: Target,
  chosen: readonly Workflow[],
  options: Pick<RunOptions, "tenant" | "force" | "json">,
  signal: AbortSignal,
  after: (runs: readonly FinishedRun[]) => Promise<readonly string[]> = async () => [],
): Promise<number> {
  const runs = await runInOrder(
    chosen,
    (workflow) => follow(target, workflow, options, signal),
    (finished) => {
      if (!options.json) printReport(finished);
    },
  );
  return conclude(chosen, runs, options, await after(runs));
}

/** Checks the tenants' files and the tenants named, before anything starts. */
function checkTenantOptions(root: string, { local, tenant: named = [] }: RunOptions): void {
  if (!local) return; // The plan checks the names against the deployed stack's tenants.
  const { tenants, problems } = checkTenants(relative(process.cwd(), join(root, "tenants")));
  if (problems.length > 0) {
    const found = plural(problems.length, "problem");
    throw new CommandFailure(
      "BL-U007",
      `${found} in the tenant files\n${problems.map(formatProblem).join("\n")}`,
    );
  }
  const known = tenants.map(({ id }) => id);
  for (const id of named) {
    if (!known.includes(id))
      throw new UsageError("BL-U001", `unknown tenant "${id}"${suggestion(id, known)}`);
  }
}

async function follow(
  target: Target,
  workflow: Workflow,
  { tenant, force, json }: Pick<RunOptions, "tenant" | "force" | "json">,
  signal: AbortSignal,
): Promise<FinishedRun> {
  const { name } = workflow;
  const stages = Object.keys(workflow.stages);
  const stateMachineArn = target.outputs.stateMachines[name];
  if (stateMachineArn === undefined) {
    throw new CommandFailure(
      "BL-U009",
      `the stack has no state machine for ${name}: deploy it with npx pulumi up`,
    );
  }
  const input: RunInput = { ...(tenant ? { tenants: tenant } : {}), ...(force ? { force } : {}) };
  const display = json ? undefined : progressDisplay(process.stderr);
  const reportDenials = denialReporter(
    () => target.denials?.() ?? [],
    (line) => (display === undefined ? console.error(line) : display.say(line)),
  );
  try {
    const outcome = await startAndFollow(target, {
      stateMachineArn,
      runId: newRunId(new Date()),
      input,
      signal,
      onProgress: (run, chunks) => {
        reportDenials();
        if (run !== undefined && run.chunks > 0) display?.update(stageProgress(stages, run.chunks, chunks));
      },
    });
    return { workflow: name, stages, results: workflow.results ?? [], outcome };
  } finally {
    display?.stop();
  }
}

function printReport({ workflow, stages, outcome }: FinishedRun): void {
  console.log(["", ...reportLines(workflow, stages, outcome)].join("\n"));
}

/** Prints what follows the last run, and returns the exit code. */
function conclude(
  chosen: readonly Workflow[],
  runs: readonly FinishedRun[],
  { json }: Pick<RunOptions, "json">,
  where: readonly string[],
): number {
  const left = chosen.slice(runs.length).map(({ name }) => name);
  if (left.length > 0) console.error(`skipped, because a workflow they depend on failed: ${left.join(", ")}`);
  if (json) {
    const documents = runs.map(({ workflow, stages, outcome }) => outcomeAsJson(workflow, stages, outcome));
    console.log(JSON.stringify(chosen.length === 1 ? documents[0] : documents, null, 2));
  } else if (where.length > 0) console.log(["", ...where].join("\n"));
  return runs.every(hasSucceeded) && left.length === 0 ? exitStatus.ok : exitStatus.wrong;
}

/** Sorts by time; two of the same second differ: `20261123T215501-4f2a`. */
function newRunId(now: Date): string {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, "");
  return `${time}-${randomBytes(2).toString("hex")}`;
}

function elapsed(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1).padStart(5)} s `;
}
