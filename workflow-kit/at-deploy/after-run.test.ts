import type { Json } from "@batchline/asl";
import { interpret, type Service } from "@batchline/state-machines/testing";
import type { Machine } from "@batchline/states";
import { expect } from "chai";
import { z } from "zod";
import type { RunInput } from "../../contract/plan.ts";
import type { SummaryRequest, SummaryResult } from "../../contract/summary.ts";
import { buildWorkflow } from "./build-workflow.ts";
import type { AfterRun } from "./closed-run.ts";
import type { MachineParts } from "./machine-parts.ts";
import { perTenant } from "./per-tenant.ts";
import { MachineFitError, standardMachine } from "./standard-machine.ts";
import { inStartOrder, StartOrderError, startWorkflow } from "./start-workflow.ts";
import { minutes, workflow } from "./workflow.ts";

const declared = (
  afterRun: AfterRun,
  machine: (m: Machine<RunInput>, parts: MachineParts) => void = standardMachine,
) =>
  buildWorkflow(
    workflow<unknown, string>({
      name: "images",
      params: z.unknown(),
      chunks: perTenant(),
      stages: { fetch: { vcpus: 1, memoryMiB: 512, timeout: minutes(10) } },
      afterRun,
      machine,
    }),
  );

const bus = "arn:aws:events:eu-central-1:111122223333:event-bus/default";

const json = (value: object): Json => JSON.parse(JSON.stringify(value));

describe("what follows a run", () => {
  let started: object[];
  let asked: SummaryRequest | undefined;
  beforeEach(() => {
    started = [];
    asked = undefined;
  });

  const run = (
    afterRun: AfterRun,
    { succeeded, names }: { succeeded: boolean; names: readonly string[] },
  ) => {
    const { definition, tokens } = declared(afterRun);
    const asl = JSON.parse(definition(Object.fromEntries(tokens.map((name) => [name, name]))));
    const answer = ({ Payload = {} }: { readonly Payload?: Partial<SummaryRequest> }): object => {
      if (Payload.shards === undefined)
        return { runId: "run-1", manifest: "m/", chunks: 1, shards: [{ index: 0, offset: 0, size: 1 }] };
      asked = Payload as SummaryRequest;
      const tenants = { succeeded: names.length, failed: succeeded ? 0 : 1, skipped: 0 };
      const result: SummaryResult = { runId: "run-1", succeeded, reason: "so it was", tenants };
      return { ...result, succeededTenants: names };
    };
    const services: Record<string, Service> = {
      invoke: ({ arguments: args }) => json({ Payload: answer(args as object) }),
      "submitJob.sync": () => ({ JobId: "fetch", JobName: "n", JobArn: "arn" }),
      startExecution: ({ arguments: args }) => {
        started.push(args as object);
        return { ExecutionArn: "arn", StartDate: "2026-11-28T21:00:00Z" };
      },
      putEvents: ({ arguments: args }) => {
        started.push(args as object);
        return { FailedEntryCount: 0, Entries: [] };
      },
    };
    return interpret(asl, { services });
  };

  it("starts another workflow for the tenants that succeeded, under a name that starts once", async () => {
    const next: AfterRun = (block, closed) =>
      startWorkflow(block, "sitemap", { tenants: closed.succeededTenants });
    const { output } = await run(next, { succeeded: true, names: ["acme", "bolt"] });
    expect(output).to.include({ succeeded: true, reason: "so it was" });
    expect(asked).to.include({ tenantNames: true });
    expect(started).to.deep.equal([
      {
        StateMachineArn: "stateMachine.sitemap",
        Name: "run-1-4e65d3fb",
        Input: { tenants: ["acme", "bolt"], wait: true },
      },
    ]);
  });

  it("starts nothing for no tenants, and the run still ends as it was closed", async () => {
    const next: AfterRun = (block, closed) =>
      startWorkflow(block, "sitemap", { tenants: closed.succeededTenants });
    const { error, cause } = await run(next, { succeeded: false, names: [] });
    expect([error, cause, started]).to.deep.equal(["RunFailed", "so it was", []]);
  });

  it("is any state with the facts of the run, and may differ for runs that failed", async () => {
    const next: AfterRun = (block, closed) =>
      block.choose("Tell whom?").when(closed.succeeded.not(), (failed) => {
        const { runId, workflow: name, execution, tenants } = closed;
        const Detail = { runId, name, execution, failed: tenants.failed };
        failed.events.putEvents("Tell", [
          { EventBusName: bus, Source: "shop", DetailType: "RunFailed", Detail },
        ]);
      });
    await run(next, { succeeded: false, names: ["acme"] });
    expect(JSON.stringify(started)).to.contain(
      '{"runId":"run-1","name":"images","execution":"run-1","failed":1}',
    );
    started = [];
    await run(next, { succeeded: true, names: ["acme"] });
    expect(started).to.deep.equal([]);
  });

  it("is refused in a machine that does not end with closeStep", () => {
    expect(() =>
      declared(
        () => undefined,
        (m) => void m.succeed("Done"),
      ),
    ).to.throw(
      MachineFitError,
      "workflow images: its machine has nothing of afterRun, as it does not end with closeStep",
    );
  });
});

describe("workflows that start each other", () => {
  const starter = (name: string, ...starts: string[]) => ({
    name,
    machine: { tokens: ["jobQueue.compute", ...starts.map((started) => `stateMachine.${started}`)] },
  });
  const names = (...starters: ReturnType<typeof starter>[]) => inStartOrder(starters).map(({ name }) => name);

  it("are deployed after those that they start, and otherwise in their order", () => {
    expect(names(starter("a", "c"), starter("b"), starter("c", "d"), starter("d"))).to.deep.equal([
      "b",
      "d",
      "c",
      "a",
    ]);
    expect(names(starter("b"), starter("a"))).to.deep.equal(["b", "a"]);
  });

  it("are refused in a circle", () => {
    expect(() => names(starter("a", "b"), starter("b", "a"), starter("c"))).to.throw(
      StartOrderError,
      "workflows a, b: they start each other in a circle",
    );
    expect(() => names(starter("a", "a"))).to.throw(StartOrderError, "workflows a: ");
  });
});
