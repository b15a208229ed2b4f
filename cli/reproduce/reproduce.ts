import { relative } from "node:path";
import { printable } from "@batchline/diagnostics";
import { lineText } from "../../runs/logs/log-line.ts";
import { checkFilter } from "../../runs/records/check-filter.ts";
import { findRun } from "../../runs/records/find-run.ts";
import { chosenStage, type WantedStage } from "../../runs/reproduce/chosen-stage.ts";
import { deployedLimits } from "../../runs/reproduce/deployed-limits.ts";
import { plannedChunk } from "../../runs/reproduce/planned-chunk.ts";
import { recordReproduction } from "../../runs/reproduce/record-reproduction.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus } from "../errors.ts";
import { projectRoot } from "../project-root.ts";
import { elapsedSteps } from "../run/elapsed-steps.ts";
import { onStack } from "../runs/on-stack.ts";
import type { StackOptions } from "../runs/stack-options.ts";
import { workflowNamed } from "../workflow-named.ts";
import { reproduceStage } from "./reproduce-stage.ts";
import { reproducedAsJson, reproducedLines } from "./reproduced-report.ts";
import { openReproductionFolder } from "./reproduction-folder.ts";

interface How {
  readonly keep: boolean;
  readonly json: boolean;
  /** Port of Node's debugger. @default none */
  readonly inspect?: number;
}

/** Runs a stage of a chunk again on this machine, and prints how it ended. Returns the exit code. */
export function reproduce(
  ref: string,
  wanted: WantedStage,
  options: StackOptions & { readonly workflow?: string },
  how: How,
  workflows: readonly Workflow[],
): Promise<number> {
  const of = options.workflow === undefined ? undefined : workflowNamed(options.workflow, workflows).name;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const onStep = elapsedSteps(say);
  return onStack(options, workflows, async (stack, signal) => {
    const run = await findRun(stack, ref, of);
    checkFilter(run, wanted);
    const workflow = workflowNamed(run.workflow, workflows);
    const chosen = await chosenStage(run, wanted);
    const { record } = chosen;
    await recordReproduction(run, record);
    const chunk = await plannedChunk(run, record.chunk);
    const limits = await deployedLimits(stack, record);
    const root = projectRoot();
    const name = `${run.runId}-${record.tenant}-${record.chunk}-${record.stage}-${process.pid}`;
    const folder = await openReproductionFolder(root, name);
    try {
      say(`copies what it reads of ${record.tenant}'s data to ${relative(process.cwd(), folder.dir)}`);
      if (how.inspect !== undefined)
        say(`waits for a debugger on 127.0.0.1:${how.inspect}: chrome://inspect`);
      const reproduced = await reproduceStage(run, folder.dir, {
        ...{ root, stack: options.stack, workflow, chosen, chunk, limits, signal, onStep },
        ...(how.inspect !== undefined && { inspect: how.inspect }),
        onEvents: (events) => {
          for (const { message } of events) say(`  | ${printable(lineText(message))}`);
        },
      });
      if (how.json) console.log(JSON.stringify(reproducedAsJson(run, record, reproduced), null, 2));
      else console.log(reproducedLines(run, record, reproduced).join("\n"));
      return reproduced.status === "SUCCEEDED" ? exitStatus.ok : exitStatus.wrong;
    } finally {
      await folder.close(how.keep);
      if (how.keep) say(`kept: ${relative(process.cwd(), folder.dir)}. It has a customer's data: remove it`);
    }
  });
}
