import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { CommandFailure } from "../errors.ts";
import { keepAccount, keptStack } from "./kept-account.ts";

const credentials = { accessKeyId: "AKIA1", secretAccessKey: "s" };
const client = { endpoint: "http://127.0.0.1:1", region: "eu-central-1", credentials };
const outputs = { stateMachines: {}, table: "t", platformBucket: "p", dataBucket: "d" };
const deployed = { stack: "dev", at: "2026-01-01T00:00:00.000Z", client, outputs };

describe("the account that batchline local keeps", () => {
  let root: string;
  let file: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "batchline-kept-"));
    file = join(root, ".local", "kept.json");
  });
  afterEach(() => rm(root, { recursive: true }));

  it("is found with its stack, while its process runs", () => {
    const account = keepAccount(root, false);
    expect(keptStack(root, "dev")).to.equal(undefined);
    account.publish(deployed);
    const { target, ...kept } = keptStack(root, "dev") ?? {};
    expect(target).to.deep.include({ option: "--local", client, outputs, pollMs: 250 });
    expect(kept).to.deep.equal({
      ...{ pid: process.pid, dir: account.dir, deployedAt: new Date(deployed.at) },
    });
    account.release();
    expect(keptStack(root, "dev")).to.equal(undefined);
  });

  it("is not found for another stack", () => {
    keepAccount(root, false).publish(deployed);
    expect(keptStack(root, "prod")).to.equal(undefined);
  });

  it("has one process; a second one is refused with the first one's id", () => {
    keepAccount(root, false);
    expect(() => keepAccount(root, true)).to.throw(CommandFailure, `process ${process.pid} keeps`);
  });

  it("is free again after a process that was killed", async () => {
    keepAccount(root, false).publish(deployed);
    await writeFile(file, JSON.stringify({ pid: 2147483646, deployed }));
    expect(keptStack(root, "dev")).to.equal(undefined);
    keepAccount(root, false);
  });

  it("has a file with credentials that only its owner may read", async function () {
    if (process.platform === "win32") this.skip();
    const account = keepAccount(root, false);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    account.publish(deployed);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readdir(join(root, ".local"))).to.deep.equal(["kept.json"]);
  });

  it("keeps its data, unless it starts fresh", async () => {
    const account = keepAccount(root, false);
    await writeFile(join(root, ".local", "aws"), "data");
    account.release();
    keepAccount(root, false).release();
    expect(await readdir(join(root, ".local"))).to.include("aws");
    keepAccount(root, true);
    expect(await readdir(join(root, ".local"))).not.to.include("aws");
  });
});
