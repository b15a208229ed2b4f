import { randomBytes } from "node:crypto";
import { relative } from "node:path";
import { suggestion } from "@batchline/diagnostics";
import { Command, Option } from "commander";
import { loadTenants } from "../../config/tenants.ts";
import { paramsOf } from "../../config/workflow-params.ts";
import { deployedStack } from "../../runs/stack/deployed-stack.ts";
import type { Target } from "../../runs/stack/target.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { CommandFailure, exitStatus, UsageError } from "../errors.ts";
import { interruptible } from "../interrupt.ts";
import { tenantsFolder } from "../project-root.ts";
import { denialReporter } from "../run/denials.ts";
import { elapsedSteps } from "../run/elapsed-steps.ts";
import { type FinishedRun, startAndFollow } from "../run/follow.ts";
import { exportSession } from "../run/local-export.ts";
import { onLocalTarget } from "../run/local-target.ts";
import { lendTenants } from "../run/local-trial.ts";
import { progressDisplay, silentDisplay } from "../run/progress-display.ts";
import { outcomeAsJson, reportLines } from "../run/report.ts";
import { stageProgress } from "../run/stage-progress.ts";
import { exampleOf, workflowNamed } from "../workflow-named.ts";

interface RunOptions {
  readonly tenant?: readonly string[];
  readonly force?: true;
  readonly local?: true;
  readonly stack: string;
  readonly json?: true;
}

/** `batchline run <workflow...>`; `onStatus` receives the exit code. */
export function runCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const example = exampleOf(workflows);
  return new Command("run")
    .description("Start a run of a workflow and follow it to its end; then, if it succeeded, the next one's.")
    .argument("<workflow...>", `of: ${workflows.map(({ name }) => name).join(", ")}`)
    .option("-t, --tenant <id...>", "run for these tenants only, even if they succeeded recently")
    .option("--force", "run also tenants that skipIfSucceededWithin would skip")
    .option(
      "--local",
      "run on this machine: in what batchline local deployed, or start the embedded AWS and deploy the stack to it",
    )
    .addOption(
      new Option("-s, --stack <name>", "the stack whose configuration or deployment is used").default("dev"),
    )
    .option("--json", "print the outcome as one JSON document: an array when several workflows are named")
    .addHelpText(
      "after",
      `
Exit codes: 0 all runs succeeded, 1 one failed or could not start, 2 wrong usage, 130 interrupted.
With --local, and without batchline local, everything starts empty: first name the workflow whose results the next one uses.

Examples:
  $ npx batchline run ${example} --local
  $ npx batchline run ${example} --local --tenant ember-toys
  $ npx batchline run ${workflows.map(({ name }) => name).join(" ")} --local
  $ npx batchline run ${example} --stack prod --tenant acme-outdoor`,
    )
    .action(async (names: string[], options: RunOptions) => onStatus(await run(names, options, workflows)));
}

async function run(
  names: readonly string[],
  options: RunOptions,
  workflows: readonly Workflow[],
): Promise<number> {
  const { root, dir } = tenantsFolder();
  const chosen = names.map((name) => workflowNamed(name, workflows));
  const { local, stack, tenant } = options;
  // The plan checks the names against a deployed stack's tenants.
  if (local) checkTenantOptions(dir, workflows, tenant);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  return interruptible(
    () => say(local ? "\nstopping: ending all processes" : ""),
    async (signal) => {
      if (!local) return await runOn(await deployedStack(root, stack), chosen, options, signal);
      const onStep = elapsedSteps(say);
      return onLocalTarget({ root, stack, signal, onStep }, async (target, dir) => {
        for (const line of await lendTenants(target, chosen, tenant)) onStep(line);
        onStep(`running ${names.join(", then ")}`);
        const session = { outputs: target.outputs, session: relative(process.cwd(), dir) };
        return runOn(target, chosen, options, signal, (runs) => exportSession(session, runs));
      });
    },
  );
}

/** Checks the tenants' files and the tenants named, before anything starts. */
function checkTenantOptions(
  dir: string,
  workflows: readonly Workflow[],
  named: readonly string[] = [],
): void {
  const known = loadTenants(dir, paramsOf(workflows)).map(({ id }) => id);
  for (const id of named) {
    if (!known.includes(id))
      throw new UsageError("BL-U001", `unknown tenant "${id}"${suggestion(id, known)}`);
  }
}

/** Runs the workflows on a deployed stack, one after the other, and prints the outcomes. Stops after the first that does
 * not succeed: later ones use its results. `after` returns lines that end the report. Returns the exit code. */
export async function runOn(
  target: Target,
  chosen: readonly Workflow[],
  options: Pick<RunOptions, "tenant" | "force" | "json">,
  signal: AbortSignal,
  after: (runs: readonly FinishedRun[]) => Promise<readonly string[]> = async () => [],
): Promise<number> {
  const runs: FinishedRun[] = [];
  for (const workflow of chosen) {
    const run = await follow(target, workflow, options, signal);
    runs.push(run);
    if (!options.json) console.log(["", ...reportLines(run)].join("\n"));
    if (run.outcome.status !== "SUCCEEDED") break;
  }
  const where = await after(runs);
  const left = chosen.slice(runs.length).map(({ name }) => name);
  if (left.length > 0) console.error(`skipped, because a workflow they depend on failed: ${left.join(", ")}`);
  if (options.json) {
    const documents = runs.map(outcomeAsJson);
    console.log(JSON.stringify(chosen.length === 1 ? documents[0] : documents, null, 2));
  } else if (where.length > 0) console.log(["", ...where].join("\n"));
  const succeeded = left.length === 0 && runs.at(-1)?.outcome.status === "SUCCEEDED";
  return succeeded ? exitStatus.ok : exitStatus.wrong;
}

async function follow(
  target: Target,
  workflow: Workflow,
  { tenant: tenants, force, json }: Pick<RunOptions, "tenant" | "force" | "json">,
  signal: AbortSignal,
): Promise<FinishedRun> {
  const { name } = workflow;
  const stages = Object.keys(workflow.stages);
  const stateMachineArn = target.outputs.stateMachines[name];
  if (stateMachineArn === undefined) {
    throw new CommandFailure(
      "BL-U009",
      `the deployed stack has no state machine for ${name}: deploy the program again`,
    );
  }
  const display = json ? silentDisplay : progressDisplay(process.stderr);
  const reportDenials = denialReporter(() => target.denials?.() ?? [], display.say);
  try {
    const outcome = await startAndFollow(target, {
      ...{ stateMachineArn, workflow: name, stages },
      runId: newRunId(new Date()),
      input: { tenants, force },
      signal,
      onProgress: (run, chunks) => {
        reportDenials();
        if (run !== undefined && run.chunks > 0) display.update(stageProgress(stages, run.chunks, chunks));
      },
    });
    return { workflow: name, stages, results: workflow.results ?? [], outcome };
  } finally {
    display.stop();
  }
}

/** Sorts by time; two of the same second differ: `20261123T215501-4f2a`. */
function newRunId(now: Date): string {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, "");
  return `${time}-${randomBytes(2).toString("hex")}`;
}
