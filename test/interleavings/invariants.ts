import { addCounts, noItems } from "../../contract/records.ts";
import { linesOf, stageNames } from "./fixture.ts";
import type { RunState, StageState, State } from "./records.ts";
import type { World } from "./world.ts";

/** What is wrong once nothing moves and the sweep has run; nothing in a run that is exactly once. */
export function problemsOf(world: World, state: State): string[] {
  const problems: string[] = [];
  if (state.lock !== undefined) problems.push(`the dead execution ${state.lock.execution} has the lock`);
  for (const job of world.cloud.bench.batch.jobs())
    if (job.status !== "SUCCEEDED" && job.status !== "FAILED")
      problems.push(`the job ${job.id} is ${job.status} for ever`);
  for (const run of state.runs) problems.push(...problemsOfRun(run).map((each) => `${run.runId}: ${each}`));
  problems.push(
    ...lastSuccessProblems(state),
    ...scheduleProblems(world, state),
    ...executionProblems(world, state),
  );
  return problems;
}

function problemsOfRun({ run, plan, everything, stages, tenants, history }: RunState): string[] {
  const problems: string[] = [];
  if (run.status === "RUNNING") problems.push("it runs for ever");
  if (run.plannedAt === undefined && run.execution === run.runId) {
    const begun = stages.filter(({ record }) => record !== undefined);
    for (const { chunk, stage } of begun)
      problems.push(`${stage} of chunk ${chunk.index} ran without a plan`);
    return problems;
  }
  if (plan === undefined) return [...problems, "it is planned, and has no plan"];
  for (const stage of stages) problems.push(...stageProblems(stage, stages));
  for (const { tenant } of plan.running) {
    const record = tenants.get(tenant);
    const ofTenant = stages.filter(({ chunk }) => chunk.tenant === tenant);
    const done = ofTenant.every((each) => each.record?.status === "SUCCEEDED");
    const expected = done ? "SUCCEEDED" : "FAILED";
    if (record?.status !== expected) problems.push(`${tenant} is ${record?.status}, not ${expected}`);
    if (record?.status === "FAILED" && !record.reason) problems.push(`${tenant} failed without a reason`);
    if (history.get(tenant)?.status !== record?.status)
      problems.push(`${tenant}'s history says ${history.get(tenant)?.status}, its record ${record?.status}`);
    const counted = everything.filter(({ chunk, counts }) => counts && chunk.tenant === tenant);
    for (const stage of new Set(counted.map((each) => each.stage))) {
      const counts = counted.filter((each) => each.stage === stage).map((each) => each.record?.items);
      const { done: sum } =
        counts.reduce((total = noItems, each = noItems) => addCounts(total, each)) ?? noItems;
      const told = record?.items?.[stage]?.done ?? 0;
      if (told !== sum) problems.push(`${tenant} counts ${told} items of ${stage}, its chunks ${sum}`);
    }
  }
  const failed = [...tenants.values()].some(({ status }) => status === "FAILED");
  const expected = failed ? "FAILED" : "SUCCEEDED";
  if (run.status !== expected) problems.push(`it is ${run.status}, its tenants say ${expected}`);
  return problems;
}

function stageProblems({ chunk, stage, record, lines }: StageState, all: readonly StageState[]): string[] {
  const { index, tenant, part } = chunk;
  const named = `${stage} of chunk ${index}`;
  if (record === undefined) return [`${named} has no record`];
  if (record.status === "NOT_STARTED") {
    const needed = all.find((each) => each.chunk.index === index && each.stage === stageBefore(stage));
    const isExplained = needed !== undefined && needed.record?.status !== "SUCCEEDED";
    return isExplained ? [] : [`${named} did not start, without a reason`];
  }
  if (record.status === "FAILED" || record.status === "INTERRUPTED")
    return record.error ? [] : [`${named} is ${record.status} without a reason`];
  if (record.status === "RUNNING") return [`${named} runs for ever`];
  const expected = linesOf(tenant, part, stage);
  if (lines?.join("\n") !== expected.join("\n")) return [`${named} has other lines: ${lines?.join(" | ")}`];
  return record.items.done === expected.length ? [] : [`${named} counts ${record.items.done} items`];
}

function stageBefore(stage: StageState["stage"]): StageState["stage"] | undefined {
  return stageNames[stageNames.indexOf(stage) - 1];
}

function lastSuccessProblems({ runs, lastSuccess }: State): string[] {
  const problems: string[] = [];
  for (const tenant of ["acme", "bolt", "cafe"]) {
    const succeeded = runs
      .filter(({ tenants }) => tenants.get(tenant)?.status === "SUCCEEDED")
      .sort((a, b) => (a.run.startedAt < b.run.startedAt ? 1 : -1));
    const expected = succeeded[0]?.runId;
    const told = lastSuccess.get(tenant)?.runId;
    if (told !== expected) problems.push(`${tenant}'s last success is ${told}, not ${expected}`);
  }
  return problems;
}

/** A time of a schedule is planned once. */
function scheduleProblems({ machine }: World, { runs }: State): string[] {
  const problems: string[] = [];
  const planned = new Map<string, string>();
  for (const { name, input } of machine.executions) {
    const { scheduledAt } = input;
    const run = runs.find(({ runId }) => runId === name)?.run;
    if (scheduledAt === undefined || run?.plannedAt === undefined || run.chunks === 0) continue;
    const other = planned.get(scheduledAt);
    if (other !== undefined) problems.push(`${other} and ${name} have both planned ${scheduledAt}`);
    planned.set(scheduledAt, name);
  }
  return problems;
}

function executionProblems({ machine }: World, { runs }: State): string[] {
  return machine.executions.flatMap(({ name, status, plan }) => {
    const run = runs.find(({ run }) => run.execution === name)?.run;
    if (status !== "SUCCEEDED" || run === undefined || plan?.chunks === 0) return [];
    return run.status === "SUCCEEDED" ? [] : [`execution ${name} SUCCEEDED, its run ${run.status}`];
  });
}

/** What is wrong after every run has been resumed without faults: how it ends must not depend on what happened before. */
export function problemsAfterResume({ runs }: State): string[] {
  return runs.flatMap(({ runId, stages }) => {
    return stages.flatMap(({ chunk, stage, record }) => {
      const refused = chunk.tenant === "cafe" && stage !== "fetch";
      const afterRefusal = stage === "download" ? "FAILED" : "NOT_STARTED";
      const expected = refused ? afterRefusal : "SUCCEEDED";
      if (record?.status === expected) return [];
      return [
        `${runId}: ${stage} of ${chunk.tenant}'s chunk ${chunk.index} is ${record?.status} after a resume, not ${expected}: ${record?.error}`,
      ];
    });
  });
}

/** Successes that a later attempt has changed. */
export function changedSuccesses(before: State, after: State): string[] {
  return before.runs.flatMap((run) => {
    const later = after.runs.find(({ runId }) => runId === run.runId);
    return run.everything.flatMap(({ chunk, stage, record }) => {
      if (record?.status !== "SUCCEEDED") return [];
      const now = later?.everything.find((each) => each.chunk.index === chunk.index && each.stage === stage);
      const isSame = now?.record?.status === "SUCCEEDED" && now.record.attempt === record.attempt;
      return isSame ? [] : [`${run.runId}: the success of ${stage} of chunk ${chunk.index} was changed`];
    });
  });
}
