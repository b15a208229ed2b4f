import { expect } from "chai";
import * as z from "zod";
import type { Tenant } from "../../config/tenants.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { perTenant } from "../../workflow-kit/at-deploy/per-tenant.ts";
import { standardMachine } from "../../workflow-kit/at-deploy/standard-machine.ts";
import { minutes, workflow } from "../../workflow-kit/at-deploy/workflow.ts";
import type { History, MeasuredWork } from "./history.ts";
import { noHistory } from "./history.ts";
import { predict } from "./prediction.ts";

const Params = z.strictObject({ parts: z.int().default(1), effort: z.number().default(1) });
type Params = z.output<typeof Params>;

/** Two stages, of 1 and of 4 CPUs. */
const declaration = {
  name: "report",
  params: Params,
  chunks: perTenant<Params>({ parts: ({ parts }) => parts }),
  stages: {
    read: { vcpus: 1, memoryMiB: 512, timeout: minutes(10) },
    write: { vcpus: 4, memoryMiB: 512, timeout: minutes(10), needs: ["read"] },
  },
  machine: standardMachine,
} as const;
const undeclared = workflow(declaration);
const declared = workflow({
  ...declaration,
  typicalMinutes: ({ effort }) => ({ read: 1, write: 2 * effort }),
});
const aiming = workflow({ ...declaration, chunks: perTenant<Params>({ aim: minutes(5) }) });

const tenant = (params: Partial<Params> = {}): Tenant => ({
  ...{ id: "acme", name: "Acme", weight: 1 },
  workflows: { report: Params.parse(params) },
});

const measured: MeasuredWork = {
  ...{ runId: "r1", chunks: 3, endedAt: "2026-11-23T04:00:00.000Z" },
  minutes: { read: 10, write: 20 },
};
const history: History = { lastRun: () => measured };

const change = (
  of: Workflow<Params>,
  from: Params | Partial<Params>,
  to: Partial<Params>,
  known = noHistory,
) => predict(of as Workflow, { before: tenant(from), after: tenant(to) }, known);

describe("prediction of tenants' runs", () => {
  it("chunks: known from the parameters; minutes: unknown without a declaration", async () => {
    expect(await change(undeclared, { parts: 2 }, { parts: 5 })).to.deep.equal({
      before: { chunks: 2 },
      after: { chunks: 5 },
    });
  });

  it("declared minutes: times each stage's CPUs, per chunk", async () => {
    const { before } = await change(declared, { parts: 3 }, { parts: 3 });
    expect(before).to.deep.equal({ chunks: 3, vcpuMinutes: 3 * (1 + 4 * 2), basis: "declared" });
  });

  it("nodes: the CPUs of each count", async () => {
    const write = { ...declaration.stages.write, nodes: 3 };
    const { before } = await change({ ...declared, stages: { ...declared.stages, write } }, {}, {});
    expect(before?.vcpuMinutes).to.equal(1 + 3 * 4 * 2);
  });

  it("more chunks: the same work; more work per chunk: more", async () => {
    const { after: finer } = await change(declared, { parts: 2 }, { parts: 4 });
    expect(finer).to.deep.equal({ chunks: 4, vcpuMinutes: 2 * (1 + 4 * 2), basis: "declared" });
    const { after: harder } = await change(declared, { parts: 2 }, { parts: 2, effort: 3 });
    expect(harder?.vcpuMinutes).to.equal(2 * (1 + 4 * 6));
  });

  it("a recorded run: its minutes, scaled by the declared ones", async () => {
    const { before, after } = await change(declared, {}, { effort: 3 }, history);
    expect(before).to.deep.equal({ chunks: 1, vcpuMinutes: 10 + 4 * 20, basis: "measured" });
    expect(after?.vcpuMinutes).to.equal(10 + 4 * 20 * 3);
    const { after: unscaled } = await change(undeclared, {}, { effort: 3 }, history);
    expect(unscaled?.vcpuMinutes).to.equal(10 + 4 * 20);
  });

  it("chunks that aim for a duration: unknown without a recorded run", async () => {
    expect((await change(aiming, {}, {})).after).to.deep.equal({});
    expect((await change(aiming, {}, {}, history)).after?.chunks, "30 minutes in chunks of 5").to.equal(6);
  });

  it("a time at which the tenant does not run: no prediction", async () => {
    const of = declared as Workflow;
    const ended = await predict(of, { before: tenant() }, noHistory);
    expect([ended.before !== undefined, ended.after]).to.deep.equal([true, undefined]);
    const begun = await predict(of, { after: tenant() }, noHistory);
    expect([begun.before, begun.after !== undefined]).to.deep.equal([undefined, true]);
  });
});
