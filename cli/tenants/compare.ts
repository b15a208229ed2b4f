import { isRecord, must } from "@batchline/diagnostics";
import { scheduleKey } from "../../config/tenants/schedule.ts";
import type { Tenant } from "../../config/tenants.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { scheduleFor } from "../../workflow-kit/at-deploy/schedules.ts";
import { workflows } from "../../workflows/declarations.ts";
import type { Comparison, Effect, Reason, TenantChange, WorkflowChange, WorkflowTotal } from "./change.ts";
import { effectiveParams } from "./effective-params.ts";
import { type FieldChange, fieldChanges } from "./field-changes.ts";
import type { History } from "./history.ts";
import { type Prediction, predict } from "./prediction.ts";
import { renames } from "./renames.ts";
import { type ScheduleUse, schedulesText, scheduleText } from "./schedule-text.ts";
import { warningsOf } from "./warnings.ts";

const noWork: WorkflowTotal = {
  tenants: 0,
  chunks: 0,
  chunksUnknown: 0,
  vcpuMinutes: 0,
  vcpuMinutesUnknown: 0,
};

type Tenants = ReadonlyMap<string, Tenant>;

/** One tenant before and after. */
interface Pair {
  readonly before?: Tenant | undefined;
  readonly after?: Tenant | undefined;
}

/** The effect of the change from the tenants `before` to those `after`. */
export async function compare(before: Tenants, after: Tenants, history: History): Promise<Comparison> {
  const totals = workflows.map(({ name }) => ({
    ...{ workflow: name, uses: new Map<string, ScheduleUse>() },
    ...{ before: noWork, after: noWork },
  }));
  const bases = new Set<NonNullable<Prediction["basis"]>>();
  const changes: TenantChange[] = [];
  let unchanged = 0;
  for (const pair of pairs(before, after)) {
    const changed: WorkflowChange[] = [];
    for (const [i, workflow] of workflows.entries()) {
      const running = { before: runs(pair.before, workflow), after: runs(pair.after, workflow) };
      if (running.before === undefined && running.after === undefined) continue;
      const predicted = await predict(workflow, running, history);
      const total = totals[i];
      if (total !== undefined) {
        total.before = addTo(total.before, predicted.before);
        total.after = addTo(total.after, predicted.after);
        countUses(total.uses, workflow, running);
      }
      for (const { basis } of Object.values(predicted)) if (basis !== undefined) bases.add(basis);
      if (pair.before !== pair.after) changed.push(...workflowChange(workflow, running, predicted));
    }
    const change = tenantChange(pair, changed);
    if (change === undefined) unchanged += 1;
    else changes.push(change);
  }
  changes.sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    changes,
    unchanged,
    totals: totals
      .filter((total) => total.before.tenants + total.after.tenants > 0)
      .map(({ workflow, uses, before, after }) => {
        return { workflow, schedule: schedulesText(uses), before, after };
      }),
    bases: (["measured", "declared"] as const).filter((basis) => bases.has(basis)),
  };
}

function pairs(before: Tenants, after: Tenants): Pair[] {
  const gone = [...before.values()].filter(({ id }) => !after.has(id));
  const added = [...after.values()].filter(({ id }) => !before.has(id));
  const formerIds = renames(gone, added);
  const renamed = new Set(formerIds.values());
  return [
    ...[...after.values()].map((tenant) => ({
      before: before.get(formerIds.get(tenant.id) ?? tenant.id),
      after: tenant,
    })),
    ...gone.flatMap((tenant) => (renamed.has(tenant.id) ? [] : [{ before: tenant }])),
  ];
}

/** The tenant, if it runs the workflow. */
function runs(tenant: Tenant | undefined, { name }: Workflow): Tenant | undefined {
  return tenant?.paused === undefined && tenant?.workflows[name] !== undefined ? tenant : undefined;
}

function workflowChange(
  workflow: Workflow,
  { before, after }: Pair,
  predicted: { readonly before?: Prediction; readonly after?: Prediction },
): WorkflowChange[] {
  const [then, now] = [before, after].map((tenant) => tenant && whenItRuns(workflow, tenant));
  const common = {
    workflow: workflow.name,
    schedule: must(now ?? then, "the tenant runs before or after"),
    ...predicted,
  };
  if (before === undefined) return [{ ...common, effect: "starts", fields: [], consequences: [] }];
  if (after === undefined) return [{ ...common, effect: "stops", fields: [], consequences: [] }];
  const [from, to] = [effectiveParams(workflow, before), effectiveParams(workflow, after)];
  const fields = fieldChanges(from, to);
  const another = then === undefined || then === now ? {} : { formerSchedule: then };
  if (fields.length === 0 && another.formerSchedule === undefined) return [];
  const consequences = workflow.consequences?.(from, to) ?? [];
  return [{ ...common, effect: "changes", ...another, fields, consequences }];
}

function whenItRuns(workflow: Workflow, tenant: Tenant): string {
  return scheduleText(scheduleFor(workflow, tenant));
}

function countUses(uses: Map<string, ScheduleUse>, workflow: Workflow, running: Pair): void {
  for (const time of ["before", "after"] as const) {
    const tenant = running[time];
    if (tenant === undefined) continue;
    const text = whenItRuns(workflow, tenant);
    const use = uses.get(text) ?? { before: 0, after: 0 };
    uses.set(text, { ...use, [time]: use[time] + 1 });
  }
}

function tenantChange({ before, after }: Pair, changed: readonly WorkflowChange[]): TenantChange | undefined {
  const { id } = must(after ?? before, "a pair has a tenant");
  const former = before !== undefined && before.id !== id ? { formerId: before.id } : {};
  const fields = before === undefined || after === undefined ? [] : ownFields(before, after);
  const samePause = before?.paused === after?.paused;
  const same = before !== undefined && after !== undefined && samePause && former.formerId === undefined;
  if (same && fields.length + changed.length === 0) return undefined;
  const effect = effectOf(before, after);
  const reason = reasonOf(effect, before, after);
  return {
    id,
    ...former,
    effect,
    ...(reason !== undefined && { reason }),
    ...(after?.paused !== undefined && { paused: after.paused }),
    fields,
    workflows: changed,
    warnings: warningsOf(before, after),
  };
}

/** The tenant's own fields. A paused tenant's workflows count among them: they do not run. The pause itself is in the reason. */
function ownFields(before: Tenant, after: Tenant): FieldChange[] {
  const withWorkflows = before.paused !== undefined || after.paused !== undefined;
  const own = ({ id: _id, paused: _paused, workflows: blocks, schedules, ...rest }: Tenant) =>
    withWorkflows ? { ...rest, workflows: withSchedules(blocks, schedules) } : rest;
  return fieldChanges(own(before), own(after));
}

/** The workflows' blocks as in the file. */
function withSchedules(blocks: Tenant["workflows"], schedules: Tenant["schedules"]): object {
  const each = Object.entries(blocks).map(([name, block]) => {
    return [name, isRecord(block) ? { ...block, [scheduleKey]: schedules?.[name] } : block];
  });
  return Object.fromEntries(each);
}

function effectOf(before: Tenant | undefined, after: Tenant | undefined): Effect {
  const [ran, will] = [isActive(before), isActive(after)];
  if (ran && will) return "changes";
  if (will) return "starts";
  return ran ? "stops" : "rests";
}

function isActive(tenant: Tenant | undefined): boolean {
  return tenant !== undefined && tenant.paused === undefined && Object.keys(tenant.workflows).length > 0;
}

function reasonOf(effect: Effect, before: Tenant | undefined, after: Tenant | undefined): Reason | undefined {
  if (effect === "changes") return undefined;
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  if (after.paused !== undefined) return "paused";
  if (before.paused !== undefined) return "no longer paused";
  return effect === "starts" ? "has workflows now" : "has no workflows";
}

/** `total` with one more tenant's work, if it runs. */
function addTo(total: WorkflowTotal, work: Prediction | undefined): WorkflowTotal {
  if (work === undefined) return total;
  return {
    tenants: total.tenants + 1,
    chunks: total.chunks + (work.chunks ?? 0),
    chunksUnknown: total.chunksUnknown + (work.chunks === undefined ? 1 : 0),
    vcpuMinutes: total.vcpuMinutes + (work.vcpuMinutes ?? 0),
    vcpuMinutesUnknown: total.vcpuMinutesUnknown + (work.vcpuMinutes === undefined ? 1 : 0),
  };
}
