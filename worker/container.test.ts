import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import { expect } from "chai";
import { describeContainer } from "../workflow-kit/at-run/container.ts";

/** Answers `body` to one client. */
async function served<T>(body: string, use: (uri: string) => Promise<T>): Promise<T> {
  const server = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v4/task`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe("what a container knows of itself", () => {
  it("is what ECS says: size, and where its log goes", async () => {
    const metadata = {
      LogDriver: "awslogs",
      LogOptions: {
        "awslogs-group": "/batchline/dev",
        "awslogs-stream": "fetch/default/1",
        "awslogs-region": "x",
      },
      Limits: { CPU: 2048, Memory: 4096 },
    };
    expect(await served(JSON.stringify(metadata), describeContainer)).to.deep.equal({
      vcpus: 2,
      memoryMiB: 4096,
      logGroup: "/batchline/dev",
      logStream: "fetch/default/1",
    });
  });

  const machine = {
    vcpus: os.availableParallelism(),
    memoryMiB: Math.floor(os.totalmem() / 2 ** 20),
  };

  it("is at least one vCPU where it has a fraction of one", async () => {
    const { vcpus } = await served('{"Limits":{"CPU":256,"Memory":512}}', describeContainer);
    expect(vcpus).to.equal(1);
  });

  for (const [what, body] of [
    ["no limits", "{}"],
    ["nonsense", "<html>"],
  ] as const) {
    it(`is the machine's size where ECS says ${what}`, async () => {
      expect(await served(body, describeContainer)).to.deep.equal(machine);
    });
  }

  it("is the machine's size outside of ECS", async () => {
    expect(await describeContainer(undefined)).to.deep.equal(machine);
    expect(await describeContainer("http://127.0.0.1:1/")).to.deep.equal(machine);
  });
});
