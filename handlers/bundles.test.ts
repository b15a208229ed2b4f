import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { bundleHandler } from "../components/functions/handler-bundle.ts";
import type { EndRequest, EndResult } from "../contract/end-request.ts";
import type { PlanResult } from "../contract/plan.ts";
import type { SummaryResult } from "../contract/summary.ts";
import { type EmbeddedStores, startStores } from "../testing/handlers/embedded-stores.ts";
import { stateMachine, tenant } from "../testing/handlers/planned-workflow.ts";

const handlers = { metadata: "plan", summary: "close" } as const;
const declarations = "workflows/declarations.ts";

describe("handlers: as Lambda runs them", () => {
  const folders: Record<string, string> = {};
  let stores: EmbeddedStores;
  before(async () => {
    stores = await startStores();
    for (const name of ["metadata", "summary"] as const)
      folders[name] = resolve(await bundleHandler({ handler: handlers[name], declarations }));
  });
  after(() => stores?.stop());

  /** Calls a bundle's handler in a process of its own, with nothing but its environment. */
  async function invoke<T>(name: "metadata" | "summary", event: object): Promise<T> {
    const bundle = pathToFileURL(join(String(folders[name]), "index.mjs")).href;
    // An error that ends the process comes after its line, the whole bundle, and a pipe may lose it.
    const script = `const { handler } = await import(${JSON.stringify(bundle)});
      const event = ${JSON.stringify(event)};
      console.log(JSON.stringify(await handler(event).catch(({ message }) => ({ message }))));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      env: stores.environmentOf(name),
    });
    return JSON.parse(stdout) as T;
  }

  it("contain nothing that only building or deploying needs", async () => {
    for (const [name, folder] of Object.entries(folders)) {
      const { sources } = JSON.parse(await readFile(join(folder, "index.mjs.map"), "utf8"));
      expect(sources).to.contain(declarations);
      const unwanted = sources.filter((file: string) =>
        /packages\/asl\/|jsonata\/|@pulumi|esbuild|node_modules\/yaml/.test(file),
      );
      expect(unwanted, name).to.deep.equal([]);
    }
  });

  it("plan and close a run of catalog-import", async () => {
    const feed = { url: "http://acme.example/feed.xml", format: "csv" };
    await stores.deploy([tenant("acme", { workflows: { "catalog-import": { feed, chunks: 2 } } })]);
    const planned = await invoke<PlanResult>("metadata", {
      ...{ workflow: "catalog-import", execution: "run-1", stateMachine, input: {} },
    });
    expect(planned).to.deep.include({ runId: "run-1", chunks: 2, reason: "1 tenant in 2 chunks" });

    stores.batch.jobs.set("job:0", {
      status: "FAILED",
      statusReason: "Host EC2 (instance i-1) terminated.",
      stoppedAt: 1,
    });
    stores.batch.jobs.set("job:1", {
      status: "FAILED",
      statusReason: "Host EC2 (instance i-2) terminated.",
      stoppedAt: 2,
    });
    const shards = planned.shards.map((shard) => ({ ...shard, jobs: { fetch: "job" }, error: null }));
    const closed = await invoke<SummaryResult>("summary", {
      ...{ workflow: "catalog-import", runId: "run-1", execution: "run-1", shards },
    });
    expect(closed).to.deep.equal({
      ...{ runId: "run-1", succeeded: false, tenants: { succeeded: 0, failed: 1, skipped: 0 } },
      reason: "acme failed in fetch: AWS reclaimed its instance: Host EC2 (instance i-1) terminated",
    });
  });

  it("leave a run to its living execution when a planner asks to end it", async () => {
    stores.states.executions.set("run-3", { status: "RUNNING" });
    const end = { workflow: "catalog-import", runId: "run-3", execution: "run-3", stateMachine };
    expect(await invoke<EndResult>("summary", { end } satisfies EndRequest)).to.deep.equal({ alive: true });
  });

  it("reject an unknown workflow, with the nearest name", async () => {
    const event = { workflow: "catalogue-import", execution: "run-2", stateMachine, input: {} };
    const { message } = await invoke<Error>("metadata", event);
    expect(message).to.equal('there is no workflow "catalogue-import": did you mean "catalog-import"?');
  });
});
