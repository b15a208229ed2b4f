import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { platformKeys } from "../../contract/object-keys.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import { type ChunkRecord, noItems, type RunRecord, type TenantRecord } from "../../contract/records.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import type { NoticeText, RunNotice } from "../../workflow-kit/at-deploy/notices/notice.ts";
import { writeManifest } from "../plan/write-plan.ts";
import type { ExecutionEvent } from "../stop/execution-event.ts";
import { type Call, tellOfEnd } from "./tell-of-end.ts";

const workflow = "chunky";
const call: Call = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 900_000 };
type Result = "well" | "broken" | "skipped";

describe("the function that tells how runs ended", () => {
  let stores: EmbeddedStores;
  let sent: { readonly to: string; readonly subject: string; readonly text: string }[];
  let posted: RunNotice[];
  /** Recipients that cannot be reached. */
  let broken: Set<string>;
  let runs = 0;
  let waits: number;
  before(async () => {
    stores = await startStores();
  });
  after(() => stores?.stop());
  beforeEach(async () => {
    [sent, posted, broken, waits] = [[], [], new Set(), 0];
    for await (const { pk, sk } of stores.table.query(tableKeys.notices(workflow).pk, "tenant#"))
      await stores.table.delete({ pk, sk });
    await stores.table.delete(tableKeys.notices(workflow));
    await stores.deploy([acme, bolt]);
  });

  const acme = tenant("acme", { name: "Acme", contact: "it@acme.example" });
  const bolt = tenant("bolt", { name: "Bolt", contact: "shop@bolt.example" });
  const send = (to: string, { subject, text }: NoticeText) => {
    if (broken.has(to)) throw new Error(`no way to ${to}`);
    sent.push({ to, subject, text });
  };
  const options = (): Parameters<typeof tellOfEnd>[0] => ({
    stores: stores.as("notices"),
    ...{ stack: "dev", mode: "changes", workflows: [{ name: workflow }], machines: { [workflow]: workflow } },
    sending: {
      publish: async (text) => send("operators", text),
      mail: async (to, text) => send(to, text),
      post: async (notice, text) => {
        send("webhook", text);
        posted.push(notice);
      },
    },
    wait: async () => {
      waits += 1;
      await closing?.();
    },
  });
  let closing: (() => Promise<void>) | undefined;

  /** A run that was closed with these results. */
  async function ended(
    results: Readonly<Record<string, Result>>,
    fields: Partial<RunRecord> = {},
    why = "the feed answered 503",
    forged: Partial<ChunkRecord> = {},
  ): Promise<string> {
    const runId = `run-${++runs}`;
    const at = (hour: number) => new Date(Date.UTC(2026, 10, 1, runs, hour)).toISOString();
    const [startedAt, endedAt] = [at(0), at(1)];
    const isBroken = Object.values(results).includes("broken");
    const run: RunRecord = {
      ...{ runId, workflow, execution: runId, status: isBroken ? "FAILED" : "SUCCEEDED", startedAt },
      ...{ plannedAt: startedAt, endedAt, chunks: 2, reason: `result of ${runId}`, expiresAt: 1, ...fields },
    };
    await stores.table.put({ ...tableKeys.run(workflow, runId), ...run });
    const manifest = `runs/${workflow}/${runId}/1/`;
    const plan = { stages: { fetch: {}, rescale: { needs: ["fetch"] } }, manifest };
    await stores.bucket.put(
      platformKeys.plan(workflow, runId, runId),
      JSON.stringify(plan),
      "application/json",
    );
    const ids = Object.keys(results);
    await writeManifest(
      stores.bucket,
      manifest,
      ids.map((id, index) => ({ index, tenant: id, part: 0, parts: 1, data: tenant(id).data, params: {} })),
    );
    for (const [index, [id, result]] of Object.entries(results).entries()) {
      const status = ({ well: "SUCCEEDED", broken: "FAILED", skipped: "SKIPPED" } as const)[result];
      const record: TenantRecord = {
        ...{ runId, workflow, tenant: id, status, startedAt, endedAt, chunks: 1 },
        ...(result === "broken" && { chunksFailed: 1, reason: `${why} for ${id}` }),
        items: { fetch: { done: 3, failed: 1, skipped: 0 } },
      };
      await stores.table.put({ ...tableKeys.runTenant(workflow, runId, id), ...record });
      if (result !== "broken") continue;
      const failed: ChunkRecord = {
        ...{ workflow, runId, tenant: id, chunk: index, stage: "fetch", status: "FAILED", attempts: 1 },
        ...{ startedAt, endedAt, items: noItems, error: `${why} for ${id}`, expiresAt: 1, ...forged },
      };
      await stores.table.put({ ...tableKeys.chunk(workflow, runId, index, "fetch"), ...failed });
    }
    return runId;
  }

  const event = (name: string, detail: Partial<ExecutionEvent["detail"]> = {}): ExecutionEvent => ({
    detail: { name, stateMachineArn: stateMachine, status: "SUCCEEDED", input: "{}", ...detail },
  });
  const tell = (runId: string, detail: Partial<ExecutionEvent["detail"]> = {}) =>
    tellOfEnd(options(), event(runId, detail), call);
  const told = () => sent.splice(0).map(({ to, subject }) => `${to}: ${subject}`);

  it("tells each once when something breaks, and once when it is well again", async () => {
    await tell(await ended({ acme: "well", bolt: "well" }));
    expect(told()).to.deep.equal([]);
    const breaks = await ended({ acme: "well", bolt: "broken" });
    await tell(breaks);
    expect(told()).to.deep.equal([
      "operators: [dev] chunky broke for 1 tenant",
      "webhook: [dev] chunky broke for 1 tenant",
      "shop@bolt.example: Bolt: chunky failed",
    ]);
    await tell(breaks);
    await tell(await ended({ acme: "well", bolt: "broken" }));
    expect(told(), "the same event again, and the next failure").to.deep.equal([]);
    await tell(await ended({ acme: "well", bolt: "well" }));
    expect(told()).to.deep.equal([
      "operators: [dev] chunky is well again",
      "webhook: [dev] chunky is well again",
      "shop@bolt.example: Bolt: chunky works again",
    ]);
  });

  it("tells operators of a second tenant that breaks, and what is still broken", async () => {
    await tell(await ended({ acme: "broken" }));
    await tell(await ended({ acme: "broken", bolt: "broken" }));
    const [, notice] = posted;
    const ids = (tenants: RunNotice["broke"]) => tenants.map(({ id }) => id);
    expect([ids(notice?.broke ?? []), ids(notice?.stillBroken ?? [])]).to.deep.equal([["bolt"], ["acme"]]);
  });

  it("tells a contact nothing of other tenants, nor of the platform's run", async () => {
    await tell(await ended({ acme: "broken", bolt: "broken" }));
    const mail = sent.find(({ to }) => to === "it@acme.example");
    expect(mail?.text).to.contain("the feed answered 503 for acme");
    expect(JSON.stringify(mail)).not.to.match(/bolt|result of/i);
  });

  it("tells a contact nothing that another tenant's container wrote under its name", async () => {
    await tell(await ended({ acme: "broken", bolt: "broken" }, {}, "pay here", { tenant: "acme" }));
    const mail = sent.find(({ to }) => to === "it@acme.example");
    expect(mail?.text).to.contain("pay here for acme").and.not.contain("bolt");
  });

  it("tells a contact no reason that is the platform's own, and operators all", async () => {
    const error = "AWS reclaimed its instance: Host EC2 (instance i-1) terminated";
    await tell(await ended({ acme: "broken" }, {}, error, { error }));
    const textFor = (wanted: string) => sent.find(({ to }) => to === wanted)?.text;
    expect(textFor("it@acme.example"))
      .to.contain("Why: ask the operators of the service\n")
      .and.not.contain("i-1");
    expect(textFor("operators")).to.contain("reclaimed").and.contain("npx batchline why");
  });

  it("sends again only what could not be sent, and keeps nobody else waiting for it", async () => {
    broken = new Set(["operators", "it@acme.example"]);
    const runId = await ended({ acme: "broken", bolt: "broken" });
    const problem = await rejection(tell(runId));
    expect(problem).to.have.property("code", "BL-H044");
    expect(String(problem)).to.contain("operators: Error: no way to operators; the contact of acme: ");
    expect(told().map((line) => line.split(":")[0])).to.deep.equal(["webhook", "shop@bolt.example"]);
    broken.clear();
    await tell(runId);
    expect(told().map((line) => line.split(":")[0])).to.deep.equal(["operators", "it@acme.example"]);
  });

  it("tells those who want it of each run, once", async () => {
    await stores.deploy([
      { ...acme, notices: "every-run" } satisfies DeployedTenant,
      { ...bolt, notices: "off" },
    ]);
    const runId = await ended({ acme: "well", bolt: "broken" });
    await tell(runId);
    await tell(runId);
    await tell(await ended({ acme: "well", bolt: "broken" }));
    expect(told().filter((line) => !/^(operators|webhook)/.test(line))).to.deep.equal([
      "it@acme.example: Acme: chunky succeeded",
      "it@acme.example: Acme: chunky succeeded",
    ]);
  });

  it("does not tell again of a tenant that a rerun left as it was", async () => {
    await stores.deploy([{ ...acme, notices: "every-run" } satisfies DeployedTenant]);
    // The tenant's record in the second run ends no later than the run of which its contact was told.
    const endedAt = new Date(Date.UTC(2026, 10, 1, runs + 2, 1)).toISOString();
    await tell(await ended({ acme: "well" }, { endedAt }));
    await tell(await ended({ acme: "well" }));
    expect(told()).to.deep.equal(["it@acme.example: Acme: chunky succeeded"]);
  });

  it("tells operators of each run where the stack says so", async () => {
    const every = (runId: string) => tellOfEnd({ ...options(), mode: "every-run" }, event(runId), call);
    const runId = await ended({ acme: "well" });
    await every(runId);
    await every(runId);
    await every(await ended({ acme: "well" }));
    expect(told().filter((line) => line.startsWith("operators"))).to.deep.equal([
      "operators: [dev] chunky succeeded",
      "operators: [dev] chunky succeeded",
    ]);
  });

  it("tells operators of a scheduled run that failed without a tenant, but nobody of one that its starter sees fail", async () => {
    const reason = "tenants.json is missing";
    const failed = () => ended({}, { status: "FAILED", reason, plannedAt: undefined });
    await tell(await failed(), { status: "FAILED" });
    expect(told()).to.deep.equal([]);
    await tell(await failed(), { status: "FAILED", input: '{"schedule":"nightly"}' });
    expect(sent.map(({ subject }) => subject)).to.deep.equal(["[dev] chunky failed", "[dev] chunky failed"]);
    expect(sent[0]?.text).to.contain(reason);
    told();
    await tell(await ended({ acme: "well" }));
    expect(told()[0]).to.equal("operators: [dev] chunky is well again");
  });

  it("says nothing about a run that somebody stopped, skipped tenants, and a run that another execution continues", async () => {
    await tell(await ended({ acme: "broken" }), { status: "ABORTED" });
    await tell(await ended({ acme: "skipped" }));
    await tell(await ended({ acme: "broken" }, { execution: "its-resumption" }));
    expect(told()).to.deep.equal([]);
  });

  it("waits until the run is closed, and gives up in time for Lambda to call again", async () => {
    const runId = await ended({ acme: "broken" }, { status: "RUNNING", endedAt: undefined });
    closing = async () => {
      await stores.table.update(tableKeys.run(workflow, runId), {
        set: { status: "FAILED", endedAt: stores.time },
      });
    };
    await tell(runId, { status: "TIMED_OUT" });
    expect([waits, told().length]).to.deep.equal([1, 3]);
    closing = undefined;
    const open = await ended({ acme: "broken" }, { status: "RUNNING", endedAt: undefined });
    const late = { ...call, getRemainingTimeInMillis: () => 599_000 };
    expect(await rejection(tellOfEnd(options(), event(open), late))).to.have.property("code", "BL-H040");
  });

  it("waits for another call that tells about the workflow, and takes the turn of one that died", async () => {
    const now = Date.parse(stores.time);
    const key = tableKeys.noticeTurn(workflow);
    const runId = await ended({ acme: "broken" });
    await stores.table.put({ ...key, holder: "another", until: now + 1 });
    closing = async () => {
      stores.time = new Date(now + 2).toISOString();
    };
    await tell(runId);
    closing = undefined;
    expect([waits, told().length]).to.deep.equal([1, 3]);
    await stores.table.put({ ...key, holder: "another", until: now + 3_600_000 });
    const late = { ...call, getRemainingTimeInMillis: () => 599_000 };
    const problem = await rejection(tellOfEnd(options(), event(await ended({ bolt: "broken" })), late));
    expect(String(problem)).to.contain("another call still tells about the workflow");
    await stores.table.delete(key);
  });

  it("keeps texts of others in one line, without what a program obeys", async () => {
    const name = "Acme\u0007";
    await stores.deploy([{ ...acme, name }]);
    await tell(await ended({ acme: "broken" }, {}, "bad\r\nBcc: all@acme.example\u001b[2J"));
    for (const { subject, text } of sent) {
      expect(subject).not.to.match(/[\p{Cc}]/u);
      expect(text).not.to.match(/[^\P{Cc}\n]/u);
      expect(text).not.to.match(/^Bcc:/m);
    }
  });

  it("uses the workflow's own texts", async () => {
    const notices = { tenant: () => ({ subject: "Oh no", text: "Call us." }) };
    const own = { ...options(), workflows: [{ name: workflow, notices }] };
    await tellOfEnd(own, event(await ended({ acme: "broken" })), call);
    expect(told().at(-1)).to.equal("it@acme.example: Oh no");
  });
});
