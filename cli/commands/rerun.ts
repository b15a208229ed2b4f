import { Command } from "commander";
import type { Stack } from "../../runs/stack/stack.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus, UsageError } from "../errors.ts";
import { elapsedSteps } from "../run/elapsed-steps.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";
import { workflowNamed } from "../workflow-named.ts";

interface RerunOptions extends StackOptions {
  readonly workflow?: string;
  readonly tenant?: readonly string[];
  readonly stage?: readonly string[];
  readonly yes?: true;
  readonly detach?: true;
}

/** `batchline rerun <run>`; `onStatus` receives the exit code. */
export function rerunCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const command = new Command("rerun")
    .description("Go on with a run that has ended: its unfinished chunks, through their remaining stages.")
    .argument("<run>", "a run's id, a beginning of it, or latest")
    .option("-w, --workflow <name>", "of this workflow's runs only")
    .option("-t, --tenant <id...>", "only chunks of these tenants")
    .option("--stage <name...>", "only chunks that have one of these stages before them")
    .option("-y, --yes", "do not ask")
    .option("--detach", "start it and end when it is planned or refused, after 10 seconds at most");
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
It says first what it will do, and asks. Nothing that is done is done again: finished chunks stay, and so do the finished stages of others.
With --local, an ended session gets the program as it is now: fix a stage, and go on with the run.
While batchline local is up, it is the program that it deployed: after a fix, end it and start it again.
Chunks keep the parameters that the run was planned with. For changed tenants' files, start a new run.
Exit codes: 0 it succeeded, or nothing is left to do; 1 it did not; 2 wrong usage, or there is no such run; 130 interrupted.

Examples:
  $ npx batchline rerun latest --stack prod
  $ npx batchline rerun 20261123T0300 --stack prod --tenant acme-outdoor --yes
  $ npx batchline rerun latest --local --stage rescale`,
    )
    .action(async (run: string, options: RerunOptions) => onStatus(await rerun(run, options, workflows)));
}

async function rerun(run: string, options: RerunOptions, workflows: readonly Workflow[]): Promise<number> {
  const { tenant: tenants, stage: stages, json, yes, detach } = options;
  const of = options.workflow === undefined ? undefined : workflowNamed(options.workflow, workflows).name;
  // Loaded on demand: the clients of AWS's services take a while.
  const { onStack } = await import("../runs/on-stack.ts");
  const { findRun } = await import("../../runs/records/find-run.ts");
  const { planRerun } = await import("../../runs/control/plan-rerun.ts");
  const { startRun } = await import("../../runs/control/start-run.ts");
  const { confirmed, restLines } = await import("../runs/rerun-question.ts");
  const { detachRun } = await import("../run/detach-run.ts");
  const { printOutcome, watchRun } = await import("../run/watch-run.ts");
  const onStep = elapsedSteps((line) => process.stderr.write(`${line}\n`));
  const goOn = async (stack: Stack, signal: AbortSignal, goesOn: boolean) => {
    if (detach && !goesOn)
      throw new UsageError("BL-U001", "--detach needs a stack that stays up: start batchline local first");
    const found = await findRun(stack, run, of);
    const { workflow, runId } = found;
    const rest = await planRerun(found, { ...(tenants && { tenants }), ...(stages && { stages }) });
    for (const line of restLines(found, rest)) console.error(line);
    if (rest.tenants.length === 0) {
      if (json) console.log(JSON.stringify({ workflow, runId, ...rest }, null, 2));
      return exitStatus.ok;
    }
    if (!yes && !(await confirmed("Go on with it?", signal))) return exitStatus.ok;
    const started = await startRun(stack, workflow, { resume: runId, tenants, stages });
    if (detach) return detachRun(stack, started, { signal, json });
    const outcome = await watchRun(stack, started, { json, signal, goesOn });
    printOutcome(stack, outcome, options);
    return outcome.status === "SUCCEEDED" ? exitStatus.ok : exitStatus.wrong;
  };
  return onStack(options, workflows, goOn, onStep);
}
