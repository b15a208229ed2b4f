import { isRecord, must } from "@batchline/diagnostics";
import { scheduleKey } from "../../config/tenants/schedule.ts";
import type { Tenant } from "../../config/tenants.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { scheduleFor } from "../../workflow-kit/at-deploy/schedules.ts";
import type {
  Both,
  Comparison,
  Effect,
  Prediction,
  TenantChange,
  WorkflowChange,
  WorkflowTotal,
} from "./change.ts";
import { type FieldChange, fieldChanges } from "./field-changes.ts";
import type { History } from "./history.ts";
import { effectiveParams, predict } from "./prediction.ts";
import { renames } from "./renames.ts";
import { schedulesText, scheduleText } from "./schedule-text.ts";
import { warningsOf } from "./warnings.ts";

const noWork = { tenants: 0, chunks: 0, chunksUnknown: 0, vcpuMinutes: 0, vcpuMinutesUnknown: 0 };

const times = ["before", "after"] as const;

type Tenants = ReadonlyMap<string, Tenant>;
/** One tenant before and after. */
type Pair = Partial<Both<Tenant>>;

/** The effect on these workflows of the change from the tenants `before` to those `after`. */
export async function compare(
  before: Tenants,
  after: Tenants,
  workflows: readonly Workflow[],
  history: History,
): Promise<Comparison> {
  const totals = workflows.map((workflow) => ({
    ...{ workflow, before: noWork, after: noWork },
    uses: new Map<string, Both<number>>(),
  }));
  const bases = new Set<Prediction["basis"]>();
  const changes: TenantChange[] = [];
  let unchanged = 0;
  for (const pair of pairs(before, after)) {
    const changed: WorkflowChange[] = [];
    for (const total of totals) {
      const { workflow, uses } = total;
      const running = { before: runs(pair.before, workflow), after: runs(pair.after, workflow) };
      if (running.before === undefined && running.after === undefined) continue;
      const predicted = await predict(workflow, running, history);
      for (const time of times) {
        const [tenant, work] = [running[time], predicted[time]];
        if (tenant === undefined || work === undefined) continue;
        total[time] = addTo(total[time], work);
        bases.add(work.basis);
        const schedule = whenItRuns(workflow, tenant);
        const use = uses.get(schedule) ?? { before: 0, after: 0 };
        uses.set(schedule, { ...use, [time]: use[time] + 1 });
      }
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
      .filter(({ uses }) => uses.size > 0)
      .map(({ workflow: { name }, uses, ...total }) => {
        return { workflow: name, schedule: schedulesText(uses), ...total };
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
  predicted: Partial<Both<Prediction>>,
): WorkflowChange[] {
  const [then, now] = [before, after].map((tenant) => tenant && whenItRuns(workflow, tenant));
  const schedule = must(now ?? then, "the tenant runs before or after");
  const common = { workflow: workflow.name, schedule, fields: [], consequences: [], ...predicted };
  if (before === undefined) return [{ ...common, effect: "starts" }];
  if (after === undefined) return [{ ...common, effect: "stops" }];
  const [from, to] = [effectiveParams(workflow, before), effectiveParams(workflow, after)];
  const fields = fieldChanges(from, to);
  if (fields.length === 0 && then === now) return [];
  const consequences = workflow.consequences?.(from, to) ?? [];
  const formerSchedule = then === now ? undefined : then;
  return [{ ...common, effect: "changes", formerSchedule, fields, consequences }];
}

function whenItRuns(workflow: Workflow, tenant: Tenant): string {
  return scheduleText(scheduleFor(workflow, tenant));
}

function tenantChange(
  { before, after }: Pair,
  workflows: readonly WorkflowChange[],
): TenantChange | undefined {
  const { id } = must(after ?? before, "a pair has a tenant");
  const formerId = before?.id === id ? undefined : before?.id;
  const fields = before && after ? ownFields(before, after) : [];
  const same = before && after && before.paused === after.paused && formerId === undefined;
  if (same && fields.length + workflows.length === 0) return undefined;
  const [effect, reason] = effectOf(before, after);
  const warnings = warningsOf(before, after);
  return { id, formerId, effect, reason, paused: after?.paused, fields, workflows, warnings };
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

/** The effect on the tenant, and the reason unless it only changes. */
function effectOf(before: Tenant | undefined, after: Tenant | undefined): [Effect, reason?: string] {
  const [ran, will] = [isActive(before), isActive(after)];
  if (ran && will) return ["changes"];
  const idle = ran ? "stops" : "rests";
  const effect = will ? "starts" : idle;
  if (before === undefined) return [effect, "added"];
  if (after === undefined) return [effect, "removed"];
  if (after.paused !== undefined) return [effect, "paused"];
  if (before.paused !== undefined) return [effect, "no longer paused"];
  return [effect, will ? "has workflows now" : "has no workflows"];
}

function isActive(tenant: Tenant | undefined): boolean {
  return tenant !== undefined && tenant.paused === undefined && Object.keys(tenant.workflows).length > 0;
}

/** `total` with one more tenant's work. */
function addTo(total: WorkflowTotal, work: Prediction): WorkflowTotal {
  return {
    tenants: total.tenants + 1,
    chunks: total.chunks + (work.chunks ?? 0),
    chunksUnknown: total.chunksUnknown + (work.chunks === undefined ? 1 : 0),
    vcpuMinutes: total.vcpuMinutes + (work.vcpuMinutes ?? 0),
    vcpuMinutesUnknown: total.vcpuMinutesUnknown + (work.vcpuMinutes === undefined ? 1 : 0),
  };
}
