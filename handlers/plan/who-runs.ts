import { CodedError, didYouMean, isRecord } from "@batchline/diagnostics";
import { durationMs } from "../../contract/duration.ts";
import type { RunInput } from "../../contract/plan.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import { scheduleNameFor } from "../../workflow-kit/at-deploy/schedules.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";

/** A tenant that does not run, and why. */
export interface NotRunning {
  readonly tenant: string;
  readonly reason: string;
}

export interface Selection {
  /** In the order of `tenants.json`. */
  readonly running: readonly DeployedTenant[];
  readonly skipped: readonly NotRunning[];
}

/** A run names tenants that are not deployed, or that an earlier run does not have. */
export class UnknownTenantsError extends CodedError<HandlerErrorCode> {
  /** @param among The tenants that `known` has, for people. @default the deployed ones */
  constructor(
    names: readonly string[],
    known: readonly string[],
    among = "deployed; tenants are deployed by `pulumi up`",
  ) {
    const each = names.map((name) => {
      const suggestion = didYouMean(name, known);
      return suggestion === undefined ? JSON.stringify(name) : `${JSON.stringify(name)} (${suggestion})`;
    });
    super("BL-H004", `there is no tenant ${each.join(", nor ")} among the ${known.length} ${among}`);
  }
}

/**
 * The tenants that could run: the named ones, the ones of the schedule that started the run, or all with a block for the
 * workflow. @throws {UnknownTenantsError}
 */
export function candidates(
  workflow: Pick<PlannedWorkflow, "name" | "schedule">,
  tenants: readonly DeployedTenant[],
  { tenants: named, schedule }: RunInput,
): readonly DeployedTenant[] {
  if (named === undefined) {
    const all = tenants.filter((tenant) => hasBlock(tenant, workflow.name));
    if (schedule === undefined) return all;
    return all.filter((tenant) => scheduleNameFor(workflow, tenant) === schedule);
  }
  const wanted = new Set(named);
  const found = tenants.filter(({ id }) => wanted.has(id));
  for (const { id } of found) wanted.delete(id);
  if (wanted.size > 0)
    throw new UnknownTenantsError(
      [...wanted],
      tenants.map(({ id }) => id),
    );
  return found;
}

/**
 * Splits `tenants` into those that run and those that are skipped. A paused tenant never runs. A tenant that succeeded
 * within its `skipIfSucceededWithin` runs only if it is named or the run is forced.
 */
export function whoRuns(request: {
  readonly workflow: string;
  readonly tenants: readonly DeployedTenant[];
  readonly input: RunInput;
  /** Tenant → ISO 8601 time. */
  readonly lastSuccess: ReadonlyMap<string, string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}): Selection {
  const { workflow, tenants, input, lastSuccess, now } = request;
  const onlyDue = input.tenants === undefined && input.force !== true;
  const running: DeployedTenant[] = [];
  const skipped: NotRunning[] = [];
  for (const tenant of tenants) {
    const reason = hasBlock(tenant, workflow)
      ? (pause(tenant) ??
        (onlyDue ? recentSuccess(tenant, workflow, lastSuccess.get(tenant.id), now) : undefined))
      : `its file has no block workflows.${workflow}`;
    if (reason === undefined) running.push(tenant);
    else skipped.push({ tenant: tenant.id, reason });
  }
  return { running, skipped };
}

/** The tenant's `skipIfSucceededWithin` for the workflow, a `Duration`; undefined if it has none. */
export function skipWithin(tenant: DeployedTenant, workflow: string): string | undefined {
  const params = tenant.workflows[workflow];
  const within = isRecord(params) ? params.skipIfSucceededWithin : undefined;
  return typeof within === "string" ? within : undefined;
}

function hasBlock(tenant: DeployedTenant, workflow: string): boolean {
  return Object.hasOwn(tenant.workflows, workflow);
}

function pause(tenant: DeployedTenant): string | undefined {
  return tenant.paused === undefined ? undefined : `paused: ${tenant.paused}`;
}

function recentSuccess(
  tenant: DeployedTenant,
  workflow: string,
  at: string | undefined,
  now: number,
): string | undefined {
  const within = skipWithin(tenant, workflow);
  if (within === undefined || at === undefined || now - Date.parse(at) >= durationMs(within))
    return undefined;
  return `succeeded at ${at}, within the last ${within}`;
}
