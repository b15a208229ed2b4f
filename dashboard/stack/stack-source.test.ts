import { EventEmitter, once } from "node:events";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { rejection } from "@batchline/diagnostics/testing";
import { eventually } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { ServedStack } from "../../testing/runs/served-stack.ts";
import { RefusedRequestError } from "../errors.ts";
import type { PageEvent } from "../view.ts";
import { StackSource } from "./stack-source.ts";

describe("the page's data of a stack", () => {
  const workflow = "nightly";
  const runId = "20261120T030000-bbbb";
  const name = { workflow, runId };
  let served: ServedStack;
  let source: StackSource;
  before(async () => {
    served = await ServedStack.start({ nightly: ["fetch", "load"] });
    await served.execution(workflow, runId, "fails");
    const failure = { chunks: 2, reason: "1 of 2 tenants failed", status: "FAILED" } as const;
    await served.run(workflow, runId, { ...failure, endedAt: "2026-11-23T03:10:00.000Z" });
    await served.tenant(workflow, runId, "acme");
    await served.tenant(workflow, runId, "bolt", { status: "FAILED", reason: "no feed", chunksFailed: 1 });
    const of = { workflow, runId };
    await served.chunk({ ...of, chunk: 0, stage: "fetch", tenant: "acme" });
    await served.chunk({ ...of, chunk: 0, stage: "load", tenant: "acme" });
    const feed = { status: "FAILED", error: "shop.example answered 503" } as const;
    await served.chunk({ ...of, chunk: 1, stage: "fetch", tenant: "bolt" }, feed);
    source = new StackSource(served.stack, "test");
  });
  after(() => served?.stop());

  it("has the stack's runs", async () => {
    const { runs } = await source.runs({ tenant: "bolt" });
    expect(runs).to.have.length(1);
    expect(runs[0]).to.deep.include({ runId, status: "FAILED", chunks: 2, reason: "no feed" });
  });

  it("has a run with its matrix, tenants, and the machine with the states that were entered", async () => {
    const view = await source.run(name);
    expect(view.matrix.columns).to.deep.equal(["sf", "sn"]);
    expect(view.tenants.map(({ tenant, status }) => `${tenant} ${status}`)).to.deep.equal([
      "acme SUCCEEDED",
      "bolt FAILED",
    ]);
    expect(view.machine?.svg)
      .to.match(/^<svg class="asl"/)
      .and.not.include("<style>");
    const states = Object.entries(view.machine?.states ?? {});
    expect(states.map(([, { status }]) => status)).to.include("failed");
    for (const [state] of states) expect(view.machine?.svg).to.include(`<title>${state}</title>`);
  });

  it("has a chunk with its cause and the commands that help", async () => {
    const { tenant, stages, commands } = await source.chunk(name, 1);
    expect([tenant, stages[0]?.cause, stages[1]?.status]).to.deep.equal([
      "bolt",
      "shop.example answered 503",
      "notStarted",
    ]);
    expect(commands[0]?.command).to.equal(
      `npx batchline logs ${runId} --tenant bolt --stage fetch --chunk 1 --stack test`,
    );
  });

  it("has the run's causes", async () => {
    const { causes } = await source.causes(name);
    expect(causes.map(({ tenants }) => tenants)).to.deep.equal([["bolt"]]);
  });

  it("lacks other runs, workflows and chunks", async () => {
    for (const asked of [
      () => source.run({ workflow, runId: "another" }),
      () => source.run({ workflow: "another", runId }),
      () => source.chunk(name, 2),
    ]) {
      const refused = await rejection(asked());
      expect(refused).to.be.instanceOf(RefusedRequestError).and.include({ status: 404, code: "BL-D003" });
    }
  });

  it("shows a large run before its chunks are read, and then with them", async () => {
    const large = "20261122T030000-dddd";
    await served.run(workflow, large, { chunks: 600, status: "FAILED" });
    await served.chunk({ workflow, runId: large, chunk: 599, stage: "load", tenant: "acme" });
    const first = await source.run({ workflow, runId: large });
    expect([first.isIncomplete, first.matrix.columns[1]]).to.deep.equal([true, ".".repeat(600)]);
    const second = await source.run({ workflow, runId: large });
    expect([second.isIncomplete, second.matrix.columns[1]]).to.deep.equal([undefined, `${"n".repeat(599)}s`]);
  });

  it("runs what is unfinished again, for the tenants that are named", async () => {
    const { done } = await source.rerun(name, { tenants: ["bolt"] });
    const execution = /execution (\S+) continues/.exec(done)?.[1] ?? "";
    const machine = served.stack.outputs.stateMachines[workflow] ?? "";
    const executionArn = `${machine.replace(":stateMachine:", ":execution:")}:${execution}`;
    const started = await served.stack.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(JSON.parse(started.input ?? "")).to.deep.equal({ resume: runId, tenants: ["bolt"] });
  });

  it("stops what runs, and refuses to rerun it before or to stop it twice", async () => {
    const running = { workflow, runId: "20261123T030000-eeee" };
    const arn = await served.execution(workflow, running.runId, "stays");
    await served.run(workflow, running.runId, { chunks: 1 });
    const early = await rejection(source.rerun(running, {}));
    expect(early).to.be.instanceOf(RefusedRequestError).and.include({ status: 409, code: "BL-D006" });
    expect((await source.causes(running)).status).to.equal("RUNNING");
    await source.stop(running);
    await served.run(workflow, running.runId, { chunks: 1, status: "FAILED" });
    await eventually(async () => (await source.causes(running)).status === "ABORTED" || undefined);
    const stopped = await served.stack.clients.sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    expect(stopped.status).to.equal("ABORTED");
    expect(await rejection(source.stop(running))).to.include({ code: "BL-D006" });
  });

  it("reports a change of a watched run", async () => {
    const events = new EventEmitter<{ changed: [PageEvent] }>();
    const other = "20261121T030000-cccc";
    await served.execution(workflow, other, "stays");
    await served.run(workflow, other, { chunks: 1 });
    const end = source.watch({ workflow, runId: other }, (event) => events.emit("changed", event));
    expect((await source.run({ workflow, runId: other })).matrix.columns).to.deep.equal([".", "."]);
    const changed = once(events, "changed");
    await served.chunk({ workflow, runId: other, chunk: 0, stage: "fetch", tenant: "acme" });
    expect(await changed).to.deep.equal([{ what: "changed", workflow, runId: other }]);
    end();
    expect((await source.run({ workflow, runId: other })).matrix.columns).to.deep.equal(["s", "."]);
  });
});
