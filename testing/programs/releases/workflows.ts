import { type Block, type Expr, itemsOf, type Machine, rawJsonata, text } from "@batchline/states";
import * as z from "zod";
import { env } from "../../../contract/env.ts";
import type { PlanResult, RunInput } from "../../../contract/plan.ts";
import { closeStep } from "../../../workflow-kit/at-deploy/close-step.ts";
import type { MachineParts } from "../../../workflow-kit/at-deploy/machine-parts.ts";
import { perTenant } from "../../../workflow-kit/at-deploy/per-tenant.ts";
import { jobsOfRunExpr, planStep } from "../../../workflow-kit/at-deploy/plan-step.ts";
import { minutes, workflow } from "../../../workflow-kit/at-deploy/workflow.ts";

/** A chunk to work on. */
interface Item extends Pick<PlanResult, "runId" | "manifest"> {
  readonly position: number;
  readonly execution: string;
}

const size = { vcpus: 1, memoryMiB: 256, timeout: minutes(1) };
const declaration = {
  schedule: { cron: "0 3 * * ? *", timezone: "Europe/Warsaw" },
  stages: { greet: size, sign: { ...size, needs: ["greet"] } },
} as const;

/** The second release cuts a tenant's work into one chunk, the first into two. Its tenants have one parameter more. */
const common = (release: "first" | "second") => {
  const own = { name: z.string() };
  const params = release === "first" ? z.strictObject(own) : z.strictObject({ ...own, title: z.string() });
  return { params, chunks: perTenant({ first: release === "first" ? 2 : 1 }) };
};

/** Planned in a function; each chunk in an execution of its own, one after the other. */
export const letters = (release: "first" | "second") =>
  workflow({
    ...{ name: "letters", ...common(release), ...declaration },
    machine: (m, parts) => {
      const plan = planned(m, parts);
      const items = itemsOf(positions(plan)).select((position) => ({ position, ...placeOf(m, plan) }));
      m.distributedMap("Each chunk", items, (each, item) => submitBoth(each, parts, item), {
        maxConcurrency: 1,
      });
      closed(m, parts, plan);
    },
  });

/** Planned in a container; the chunks one after the other. */
export const parcels = (release: "first" | "second") =>
  workflow({
    ...{ name: "parcels", planner: "batch" as const, ...common(release), ...declaration },
    machine: (m, parts) => {
      const plan = planned(m, parts);
      m.map(
        "Each chunk",
        positions(plan),
        (each, position) => submitBoth(each, parts, { position, ...placeOf(m, plan) }),
        { maxConcurrency: 1 },
      );
      closed(m, parts, plan);
    },
  });

const planned = (m: Machine<RunInput>, parts: MachineParts) =>
  planStep(m, parts, { firstSeconds: 1, mostSeconds: 1 });

const positions = (plan: Expr<PlanResult>) => rawJsonata<number[]>`[0..${plan.chunks} - 1]`;

const placeOf = (m: Machine<RunInput>, { runId, manifest }: Expr<PlanResult>) => {
  return { runId, execution: m.context.execution.name, manifest };
};

/** The second stage is submitted when the first one has ended. */
function submitBoth(
  each: Block,
  { workflow, shareIdentifier, stages }: MachineParts<"greet" | "sign">,
  { position, runId, execution, manifest }: { readonly [K in keyof Item]: Expr<Item[K]> },
): null {
  for (const stage of ["greet", "sign"] as const)
    each.submitJobSync(stage, {
      JobName: text`${jobsOfRunExpr(workflow, runId, execution)}-0-${position}-${stage}`,
      JobQueue: stages[stage].jobQueue,
      JobDefinition: stages[stage].jobDefinition,
      ShareIdentifier: shareIdentifier,
      ContainerOverrides: {
        Environment: [
          { Name: env.runId, Value: runId },
          { Name: env.execution, Value: execution },
          { Name: env.manifest, Value: manifest },
          { Name: env.shardOffset, Value: text`${position}` },
        ],
      },
    });
  return null;
}

function closed(m: Machine<RunInput>, parts: MachineParts, plan: Expr<PlanResult>): void {
  closeStep(m, parts, plan, [{ index: 0, offset: 0, size: plan.chunks, jobs: {}, error: null }]);
}
