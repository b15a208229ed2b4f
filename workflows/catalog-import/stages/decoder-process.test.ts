import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { ended, startWorkerCloud, type WorkerCloud } from "../../../testing/worker/cloud.ts";
import { type Origin, startOrigin } from "../../../testing/worker/origin.ts";
import { waitFor } from "../../../testing/worker/wait-for.ts";
import { chunk } from "../testing/shop.ts";

describe("the decoder of a container", function () {
  this.timeout(60_000);
  let cloud: WorkerCloud;
  let server: Origin;
  before(async () => {
    // A feed that begins, and does not end while the test runs.
    server = await startOrigin((_url, _request, response) => {
      response.write('[{"id":"red","title":"Red","images":["http://shop.example/red.png"]},');
      const timer = setInterval(() => response.write(" ".repeat(1_000)), 100);
      response.once("close", () => clearInterval(timer));
    });
    cloud = await startWorkerCloud({
      ...{ workflow: "catalog-import", egressProxy: server.proxyUrl },
      chunks: [chunk(0, { feed: "/endless.json" }), chunk(1, { feed: "/endless.json" })],
    });
  });
  after(async () => {
    await cloud?.stop();
    await server?.stop();
  });

  /** The decoder's process id, once it runs its program: until then it has its parent's environment. */
  const decoderOf = async ({ pid }: ChildProcess): Promise<number> => {
    let decoder = 0;
    await waitFor(async () => {
      decoder = Number.parseInt(await readFile(`/proc/${pid}/task/${pid}/children`, "utf8"), 10);
      return decoder > 0 && (await readFile(`/proc/${decoder}/cmdline`, "utf8")).includes("--decode");
    });
    return decoder;
  };

  it("has nothing of its environment that leads to a right, and ends with it", async () => {
    const worker = await cloud.start("fetch", 0);
    const end = ended(worker);
    const decoder = await decoderOf(worker);
    const environment = await readFile(`/proc/${decoder}/environ`, "utf8");
    expect(environment).to.contain("NODE_OPTIONS=");
    expect(environment).not.to.match(/AWS_|ECS_|BATCHLINE_|CREDENTIALS/);
    worker.kill("SIGTERM");
    expect((await end).code).to.equal(143);
    await waitFor(async () => !existsSync(`/proc/${decoder}`));
  });

  it("was killed: the stage says so, to be tried again", async () => {
    const worker = await cloud.start("fetch", 1);
    const end = ended(worker);
    process.kill(await decoderOf(worker), "SIGKILL");
    expect((await end).code).to.equal(75);
    const why = "the decoder was killed (SIGKILL), as for too much memory";
    expect((await cloud.record(1, "fetch"))?.error).to.equal(why);
  });
});
