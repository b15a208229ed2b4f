import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { CommandFailure } from "../errors.ts";
import { openSession } from "../run/local-session.ts";
import { endSession, publishSession } from "../run/local-target.ts";
import { onLocalRuns } from "./local-runs.ts";

const credentials = { accessKeyId: "AKIA1", secretAccessKey: "s" };
const client = { endpoint: "http://127.0.0.1:1", region: "eu-central-1", credentials };
const outputs = { stateMachines: {}, table: "t", platformBucket: "p", dataBucket: "d" };
const { signal } = new AbortController();

describe("runs of local sessions", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "batchline-local-runs-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  it("nothing has run here: says how to start", async () => {
    const refused = await rejection(
      onLocalRuns({ root, stack: "dev", signal }, async () => "used"),
      CommandFailure,
    );
    expect(refused.code).to.equal("BL-U017");
  });

  it("of a session under way: reached through its process, until that ends the session", async () => {
    const dir = await openSession(root);
    publishSession(dir, "dev", { client, outputs });
    const used = onLocalRuns({ root, stack: "dev", signal }, async (target, goesOn, lives) => {
      expect([target.client, goesOn]).to.deep.equal([client, true]);
      endSession(dir);
      await once(lives, "abort");
      lives.throwIfAborted();
    });
    expect((await rejection(used, CommandFailure)).code).to.equal("BL-U017");
  });

  it("of a session without the stack: refused", async () => {
    publishSession(await openSession(root), "dev", { client, outputs });
    const other = onLocalRuns({ root, stack: "prod", signal }, async () => "used");
    expect((await rejection(other, CommandFailure)).message).to.contain('no stack "prod"');
  });

  it("of a session whose deployment failed: refused", async () => {
    const dir = await openSession(root);
    const urn = "urn:pulumi:dev::batchline::pulumi:pulumi:Stack::batchline-dev";
    const resources = [{ urn, custom: false, type: "pulumi:pulumi:Stack" }];
    await mkdir(join(dir, "state"));
    await writeFile(
      join(dir, "state", "dev.json"),
      JSON.stringify({
        version: 3,
        deployment: { manifest: { time: "", magic: "", version: "" }, resources },
      }),
    );
    const refused = onLocalRuns({ root, stack: "dev", signal }, async () => "used");
    expect((await rejection(refused, CommandFailure)).code).to.equal("BL-U017");
  });
});
