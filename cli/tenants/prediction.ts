import { CodedError, must } from "@batchline/diagnostics";
import type { Tenant } from "../../config/tenants.ts";
import { tenantDataPrefix } from "../../contract/object-keys.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { TenantFacts } from "../../workflow-kit/at-deploy/chunking.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { completedParams, draftChunks } from "../../workflow-kit/at-deploy/draft-chunks.ts";
import type { CliErrorCode } from "../error-codes.ts";
import type { Both, Prediction } from "./change.ts";
import type { History, MeasuredWork } from "./history.ts";

/** Predicts a tenant's runs of `workflow` before and after a change. Undefined when the tenant does not run then. */
export async function predict(
  workflow: Workflow,
  { before, after }: Partial<Both<Tenant>>,
  history: History,
): Promise<Partial<Both<Prediction>>> {
  const { id } = must(before ?? after, "the tenant runs before or after");
  const measured = history.lastRun(workflow.name, id);
  const earlier = before && (await workOf(workflow, before, history));
  const first = earlier && estimate(workflow, earlier, measured);
  if (after === before) return { before: first, after: first };
  const later = after && estimate(workflow, await workOf(workflow, after, history), measured, earlier);
  return { before: first, after: later };
}

/** The parameters of a tenant's chunks: with defaults and derived values. */
export function effectiveParams(workflow: Workflow, tenant: Tenant): unknown {
  return completedParams(workflow, asDeployed(tenant));
}

/** The tenant as planning sees it. Planning does not read the name of the shared bucket, which only a deployment knows. */
function asDeployed({ storage, ...tenant }: Tenant): DeployedTenant {
  return { ...tenant, data: { bucket: storage?.bucket ?? "shared", prefix: tenantDataPrefix(tenant.id) } };
}

interface Work {
  readonly chunks: number | undefined;
  /** Stage → minutes for one chunk. */
  readonly typical: Readonly<Record<string, number>> | undefined;
}

async function workOf(workflow: Workflow, tenant: Tenant, history: History): Promise<Work> {
  const deployed = asDeployed(tenant);
  const facts = factsFrom(history, workflow.name, tenant);
  try {
    const { params, chunks } = await draftChunks(workflow, deployed, facts);
    return { chunks: chunks.length, typical: workflow.typicalMinutes?.(params) };
  } catch (cause) {
    if (!(cause instanceof MissingFactError)) throw cause;
    const typical = workflow.typicalMinutes?.(effectiveParams(workflow, tenant));
    return { chunks: history.lastRun(workflow.name, tenant.id)?.chunks, typical };
  }
}

/** More chunks are not more work: the estimate uses the number of chunks `earlier`. Only parameters that change the work
 * of a chunk change it. */
function estimate(
  { stages }: Workflow,
  { chunks, typical }: Work,
  measured: MeasuredWork | undefined,
  earlier?: Work,
): Prediction {
  const known = chunks === undefined ? {} : { chunks };
  const amount = earlier?.chunks ?? chunks;
  let vcpuMinutes = 0;
  // Each node of a multi-node stage has these vCPUs.
  for (const [name, { vcpus, nodes = 1 }] of Object.entries(stages)) {
    const perChunk = typical?.[name];
    const declared = perChunk === undefined || amount === undefined ? undefined : perChunk * amount;
    const minutes =
      measured === undefined ? declared : scaled(measured.minutes[name], perChunk, earlier?.typical?.[name]);
    if (minutes === undefined) return known;
    vcpuMinutes += minutes * vcpus * nodes;
  }
  return { ...known, vcpuMinutes, basis: measured === undefined ? "declared" : "measured" };
}

/** The measured minutes, scaled by the change of the declared ones. */
function scaled(measured: number | undefined, after: number | undefined, before: number | undefined) {
  if (measured === undefined || after === undefined || before === undefined || before === 0) return measured;
  return (measured * after) / before;
}

/** Planning needs a fact that only the deployment has. */
class MissingFactError extends CodedError<CliErrorCode> {}

function factsFrom(history: History, planned: string, tenant: Tenant): TenantFacts {
  return {
    names(prefix) {
      throw new MissingFactError("BL-U015", `the tenant's ${prefix}`);
    },
    async lastSuccess(workflow = planned) {
      const last = history.lastRun(workflow, tenant.id);
      if (last !== undefined) {
        const minutes = Object.values(last.minutes).reduce((sum, each) => sum + each, 0);
        const { runId, endedAt } = last;
        return { tenant: tenant.id, runId, endedAt, workSeconds: Math.round(minutes * 60) };
      }
      // Assume that the workflow it builds on has succeeded.
      if (workflow !== planned && Object.hasOwn(tenant.workflows, workflow)) {
        return { tenant: tenant.id, runId: "its-last-run", endedAt: new Date(0).toISOString() };
      }
      throw new MissingFactError("BL-U015", `the last run of ${workflow}`);
    },
    source: async (workflow, { runId, endedAt }) => ({ workflow, runId, endedAt }),
  };
}
