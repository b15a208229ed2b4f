import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request as forward } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { env } from "../../contract/env.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { type PlanRequest, plannerCommand } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { LockRecord, RunRecord } from "../../contract/records.ts";
import { checkout } from "../../testing/checkout.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { workerBundle } from "../../testing/worker/bundle.ts";

const feed = { url: "http://acme.example/feed.xml", format: "csv" };
const imports = (change: object) => ({ "catalog-import": { feed, ...change } });
const tenants = [
  tenant("acme", { weight: 3, workflows: imports({ chunks: 5 }) }),
  tenant("bolt", { workflows: imports({ chunks: 2 }) }),
  tenant("crux", { workflows: imports({ chunks: -1 }) }),
  tenant("delta", { paused: "the shop is rebuilt", workflows: imports({}) }),
];
const handlers = pathToFileURL(join(import.meta.dirname, "plan-handler.ts")).href;
const declarations = pathToFileURL(join(checkout, "workflows", "declarations.ts")).href;

describe("handlers: the planner's job", () => {
  let image: string;
  let stores: EmbeddedStores;
  before(async () => {
    image = await workerBundle();
    stores = await startStores();
    await stores.deploy(tenants);
  });
  after(() => stores?.stop());

  let runs = 0;
  let request: PlanRequest;
  let planning: string;
  beforeEach(async () => {
    request = { workflow: "catalog-import", execution: `run-${++runs}`, stateMachine, input: {} };
    planning = `runs/catalog-import/${request.execution}/planning/`;
    await stores.table.delete(tableKeys.lock("catalog-import"));
  });

  /** Starts the container with what it is told, and the rights of the metadata function. */
  function start(environment: Readonly<Record<string, string>> = {}, on = stores): ChildProcess {
    return spawn(process.execPath, ["main.mjs", plannerCommand], {
      cwd: image,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...on.environmentOf("metadata"), [env.planning]: planning, ...environment },
    });
  }

  async function ended(child: ChildProcess) {
    const [log, [code]] = await Promise.all([text(child.stdout!), once(child, "exit")]);
    return { code, log };
  }

  async function ask(asked: object, on = stores): Promise<void> {
    await on.bucket.put(platformKeys.planRequest(planning), JSON.stringify(asked), "application/json");
  }

  const read = (key: string, on = stores) => on.bucket.text(key);
  const lock = () => stores.table.get<LockRecord>(tableKeys.lock("catalog-import"));

  it("answer and manifest: but for the manifest's name byte for byte the metadata function's", async () => {
    const other = await startStores();
    try {
      await other.deploy(tenants);
      const call = `const { planHandler } = await import(${JSON.stringify(handlers)});
        const { workflows } = await import(${JSON.stringify(declarations)});
        console.log(JSON.stringify(await planHandler(workflows)(${JSON.stringify(request)})));`;
      const args = ["--input-type=module", "-e", call];
      await ask(request);
      const [{ stdout }, { code, log }] = await Promise.all([
        promisify(execFile)(process.execPath, args, { env: other.environmentOf("metadata") }),
        ended(start()),
      ]);
      expect(code, log).to.equal(0);
      const { manifest, ...answer } = JSON.parse((await read(platformKeys.planResult(planning))) ?? "");
      const { manifest: theirs, ...otherAnswer } = JSON.parse(stdout);
      expect(answer).to.deep.equal(otherAnswer);
      expect(answer).to.deep.include({
        chunks: 7,
        reason: "2 tenants in 7 chunks, 1 skipped, 1 could not be planned",
      });
      for (const keyOf of [platformKeys.chunks, platformKeys.chunkIndex]) {
        const bytes = await read(keyOf(manifest));
        expect(bytes, keyOf(manifest)).to.have.length.above(0);
        expect(await read(keyOf(theirs), other), keyOf(theirs)).to.equal(bytes);
      }
      expect(JSON.parse(log)).to.deep.include({ level: "info", run: request.execution, chunks: 7 });
    } finally {
      await other.stop();
    }
  });

  it("errors: as Lambda reports them, without a retry", async () => {
    await ask({ ...request, input: { tenants: ["acmee"] } });
    const { code } = await ended(start());
    expect(code).to.equal(65);
    const failure = JSON.parse((await read(platformKeys.planFailure(planning))) ?? "");
    expect(failure.errorType).to.equal("UnknownTenantsError");
    expect(failure.errorMessage).to.contain('"acmee" (did you mean "acme"?)');
    expect(await read(platformKeys.planResult(planning))).to.equal(undefined);
    expect(
      (await stores.table.get<RunRecord>(tableKeys.run(request.workflow, request.execution)))?.status,
    ).to.equal("FAILED");
    expect(await lock()).to.equal(undefined);
  });

  it("a missing or invalid request: rejected", async () => {
    expect((await ended(start())).code).to.equal(65);
    expect(await read(platformKeys.planFailure(planning))).to.contain("request.json is missing");
    await ask({ ...request, input: { tenant: "acme" } });
    expect((await ended(start())).code).to.equal(65);
    expect(await read(platformKeys.planFailure(planning))).to.contain("InvalidRunInputError");
  });

  it("missing variable: exits as badly configured", async () => {
    const { code, log } = await ended(start({ [env.planning]: "" }));
    expect(code).to.equal(78);
    expect(log).to.contain("BATCHLINE_PLANNING is not set");
  });

  it("stopped: requests a retry and keeps the lock; the next attempt finishes", async () => {
    await ask(request);
    const gate = await startGate(stores.environmentOf("metadata").AWS_ENDPOINT_URL ?? "", "chunks.json");
    const stopped = start({ AWS_ENDPOINT_URL: gate.url });
    await gate.reached;
    stopped.kill("SIGTERM");
    const { code, log } = await ended(stopped);
    gate.close();
    expect(code, log).to.equal(143);
    expect((await lock())?.execution).to.equal(request.execution);
    const { workflow, execution } = request;
    expect(await read(platformKeys.plan(workflow, execution, execution))).to.equal(undefined);

    expect((await ended(start())).code).to.equal(0);
    const answer = (await read(platformKeys.planResult(planning))) ?? "";
    expect(JSON.parse((await read(platformKeys.chunks(JSON.parse(answer).manifest))) ?? "")).to.have.length(
      7,
    );
    expect((await ended(start())).code).to.equal(0);
    expect(await read(platformKeys.planResult(planning))).to.equal(answer);
    expect((await lock())?.execution).to.equal(request.execution);
  });

  it("AWS errors: requests a retry, with the reason", async () => {
    await ask(request);
    const failing = createServer((_, outgoing) => outgoing.writeHead(500).end());
    failing.listen(0, "127.0.0.1");
    await once(failing, "listening");
    const { port } = failing.address() as AddressInfo;
    const { code, log } = await ended(
      start({ AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`, AWS_MAX_ATTEMPTS: "1" }),
    );
    failing.close();
    expect(code, log).to.equal(75);
    expect(await read(platformKeys.planFailure(planning))).to.contain("errorMessage");
  });
});

/** Lets requests through to `target`, signatures and all, but for those to a URL with `held` in it, which get no answer. */
async function startGate(target: string, held: string) {
  const { hostname, port } = new URL(target);
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const server = createServer((incoming, outgoing) => {
    const { url = "", method, headers } = incoming;
    if (url.includes(held)) return reach();
    const onwards = forward({ hostname, port, path: url, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onwards);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reached,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
