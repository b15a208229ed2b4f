import { CodedError, must } from "@batchline/diagnostics";
import type { Tenant } from "../../config/tenants.ts";
import type { TenantFacts } from "../../workflow-kit/at-deploy/chunking.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { draftChunks } from "../../workflow-kit/at-deploy/draft-chunks.ts";
import type { CliErrorCode } from "../error-codes.ts";
import { asDeployed, effectiveParams } from "./effective-params.ts";
import type { History, MeasuredWork } from "./history.ts";

/** The expected work of a run of a workflow for one tenant. */
export interface Prediction {
  /** Absent when it depends on data of the deployment. */
  readonly chunks?: number;
  /** An estimate; absent without a basis. */
  readonly vcpuMinutes?: number;
  /** `measured`: the tenant's last recorded run. `declared`: the workflow's `typicalMinutes`. */
  readonly basis?: "measured" | "declared";
}

/** A tenant that runs a workflow before a change, after it, or both. */
export interface RunningTenant {
  readonly before: Tenant | undefined;
  readonly after: Tenant | undefined;
}

/** Predicts a tenant's runs of `workflow` before and after a change. Absent where the tenant does not run. */
export async function predict(
  workflow: Workflow,
  { before, after }: RunningTenant,
  history: History,
): Promise<{ readonly before?: Prediction; readonly after?: Prediction }> {
  const measured = history.lastRun(
    workflow.name,
    must(before ?? after, "the tenant runs before or after").id,
  );
  const earlier = before && (await workOf(workflow, before, history));
  const first = earlier && estimate(workflow, earlier, measured);
  if (after === undefined) return { ...(first && { before: first }) };
  if (after === before && first !== undefined) return { before: first, after: first };
  const later = estimate(workflow, await workOf(workflow, after, history), measured, earlier);
  return { ...(first && { before: first }), after: later };
}

/** The size of one chunk's container; each node of a multi-node stage has it. */
interface Size {
  readonly vcpus: number;
  readonly nodes?: number;
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

/**
 * More chunks are not more work: the estimate uses the number of chunks `earlier`. Only parameters that change the work of a
 * chunk change it.
 */
function estimate(
  { stages }: Workflow,
  { chunks, typical }: Work,
  measured: MeasuredWork | undefined,
  earlier?: Work,
): Prediction {
  const known = chunks === undefined ? {} : { chunks };
  const amount = earlier?.chunks ?? chunks;
  let vcpuMinutes = 0;
  const sizes: Readonly<Record<string, Size>> = stages;
  for (const [name, { vcpus, nodes = 1 }] of Object.entries(sizes)) {
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
  };
}
