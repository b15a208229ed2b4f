import { ECSClient } from "@aws-sdk/client-ecs";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { proofGapMs } from "../../contract/broker/identity-request.ts";
import { env } from "../../contract/env.ts";
import { type BrokerCloud, chunk, roleArn, startBrokerCloud } from "../../testing/handlers/broker-cloud.ts";
import { Placements } from "./placements.ts";

const minute = 60_000;

describe("the broker", () => {
  let cloud: BrokerCloud;
  let job: Awaited<ReturnType<BrokerCloud["job"]>>;
  let other: typeof job;
  before(async () => {
    cloud = await startBrokerCloud();
    [job, other] = await cloud.array();
  });
  beforeEach(() => cloud.run());
  afterEach(() => cloud.endJobs());
  after(() => cloud?.stop());

  const codeOf = async (asked: ReturnType<BrokerCloud["ask"]>) => {
    const answer = await asked;
    return answer.outcome === "granted" ? "granted" : `${answer.outcome} ${answer.code}`;
  };

  it("grants the chunk of the job's place in the manifest, and a session for it alone", async () => {
    const answer = await cloud.ask(job);
    if (answer.outcome !== "granted") throw new Error(answer.reason);
    const { session, ...rest } = answer;
    expect(rest).to.deep.equal({
      ...{ outcome: "granted", chunk: chunk(1, "acme"), chunksInRun: 3, execution: "run-1" },
      ownFailures: { count: 0 },
      placement: { instanceType: "m7i.large", spot: true },
    });
    const found = cloud.identity.lookup(session.accessKeyId, session.sessionToken);
    if (found.outcome !== "known") throw new Error(found.outcome);
    expect(found.principal.arn).to.equal(
      `arn:aws:sts::000000000000:assumed-role/import-tenant/${job.taskId}`,
    );
    expect(found.principal.tags).to.deep.equal({
      ...{ tenant: "acme", workflow: "import", run: "run-1", chunk: "00000001" },
    });
    expect(Date.parse(session.expiration) - Date.now()).to.be.within(59 * minute, 60 * minute);
  });

  it("grants the chunk although nobody says what instance it runs on", async () => {
    const ecs = new ECSClient({ region: "eu-central-1", endpoint: "http://127.0.0.1:1", maxAttempts: 1 });
    const placements = new Placements({ batch: cloud.broker.batch, ecs });
    expect(await cloud.ask(job, { broker: { placements } })).to.deep.include({
      ...{ outcome: "granted", placement: {} },
    });
    expect(cloud.log.at(-1)?.placementUnknown).to.match(/CredentialsProviderError|ECONNREFUSED/);
    ecs.destroy();
  });

  it("grants each child of an array its own chunk", async () => {
    expect(await cloud.ask(other)).to.have.nested.property("chunk.index", 2);
  });

  it("renews: the same container may ask again", async () => {
    expect([await codeOf(cloud.ask(job)), await codeOf(cloud.ask(job))]).to.deep.equal(
      Array(2).fill("granted"),
    );
  });

  it("logs who got what, and no secret", async () => {
    const request = await cloud.request(job);
    const answer = await cloud.send(request);
    if (answer.outcome !== "granted") throw new Error(answer.reason);
    const line = cloud.log.at(-1);
    expect(line).to.deep.include({
      ...{ decision: "granted", kind: "chunk", jobId: job.jobId, role: "import-stage", task: job.taskId },
      ...{ workflow: "import", runId: "run-1", tenant: "acme", chunk: 1 },
    });
    const { secretAccessKey, sessionToken } = answer.session;
    for (const secret of [request.proof.signature, request.proof.sessionToken, secretAccessKey, sessionToken])
      expect(JSON.stringify(cloud.log)).to.not.include(secret);
  });

  describe("refuses a proof", () => {
    it("with a forged signature", async () => {
      const proof = { signature: "0".repeat(64) };
      expect(await codeOf(cloud.ask(job, { proof }))).to.equal("refused BL-B002");
    });

    it("signed for another broker", async () => {
      const signed = { broker: "arn:aws:lambda:eu-central-1:000000000000:function:other" };
      expect(await codeOf(cloud.ask(job, { signed }))).to.equal("refused BL-B002");
    });

    it("signed for another job or index", async () => {
      const jobId = job.jobId.replace(":0", ":1");
      expect(await codeOf(cloud.ask(job, { signed: { jobId } }))).to.equal("refused BL-B002");
    });

    it("whose time was changed, also within its second", async () => {
      const { proof, ...rest } = await cloud.request(job);
      const time = proof.time % 1000 === 999 ? proof.time - 1 : proof.time + 1;
      expect(await codeOf(cloud.send({ ...rest, proof: { ...proof, time } }))).to.equal("refused BL-B002");
    });

    it("with an unknown key", async () => {
      const proof = { accessKeyId: "ASIAIOSFODNN7EXAMPLE" };
      expect(await codeOf(cloud.ask(job, { proof }))).to.equal("refused BL-B002");
    });

    it("of a session that is no container's", async () => {
      expect(await codeOf(cloud.ask(job, { session: "somebody" }))).to.equal("refused BL-B004");
    });

    it("of a role in another account", async () => {
      const broker = { broker: "arn:aws:lambda:eu-central-1:123456789012:function:batchline-broker" };
      expect(await codeOf(cloud.ask(job, { broker, signed: broker }))).to.equal("refused BL-B004");
    });

    it("that is not one", async () => {
      for (const event of [undefined, {}, { version: 1, kind: "chunk", jobId: job.jobId, proof: {} }])
        expect(await codeOf(cloud.send(event))).to.equal("refused BL-B001");
    });
  });

  describe("grants nothing for a proof", () => {
    it("that was used", async () => {
      const request = await cloud.request(job);
      expect(await codeOf(cloud.send(request))).to.equal("granted");
      expect(await codeOf(cloud.send(request))).to.equal("not-yet BL-B003");
    });

    it("that is older than a later one of the container, also when both come at once", async () => {
      const older = await cloud.request(job);
      const later = await cloud.request(job);
      expect(await codeOf(cloud.send(later))).to.equal("granted");
      expect(await codeOf(cloud.send(older))).to.equal("not-yet BL-B003");
      const again = await cloud.request(job);
      const both = await Promise.all([codeOf(cloud.send(again)), codeOf(cloud.send(again))]);
      expect(both.sort()).to.deep.equal(["granted", "not-yet BL-B003"]);
    });

    it("that is less than two seconds later than the last one", async () => {
      const first = await cloud.request(job);
      const codeLater = async (ms: number) => codeOf(cloud.ask(job, { time: first.proof.time + ms }));
      expect(await codeOf(cloud.send(first))).to.equal("granted");
      expect(await codeLater(proofGapMs - 1)).to.equal("not-yet BL-B003");
      expect(await codeLater(proofGapMs)).to.equal("granted");
      await cloud.request(job);
    });

    it("that is more than five minutes late or early", async () => {
      for (const off of [-10 * minute, 10 * minute]) {
        const broker = { now: () => Date.now() + off };
        expect(await codeOf(cloud.ask(job, { broker }))).to.equal("not-yet BL-B003");
      }
      expect(await codeOf(cloud.ask(job, { broker: { now: () => Date.now() + 4 * minute } }))).to.equal(
        "granted",
      );
    });
  });

  describe("refuses a job", () => {
    it("of another container", async () => {
      expect(await codeOf(cloud.ask({ ...job, jobId: other.jobId }))).to.equal("refused BL-B005");
    });

    it("of another role", async () => {
      expect(await codeOf(cloud.ask({ ...job, roleName: "sitemap-stage" }))).to.equal("refused BL-B005");
    });

    it("that has ended", async () => {
      const ended = await cloud.job();
      cloud.bench.batch.endJob("terminate", ended.jobId, "enough");
      await cloud.bench.reached(ended.jobId);
      expect(await codeOf(cloud.ask(ended))).to.equal("refused BL-B005");
    });

    it("with the tenant role of another workflow: IAM binds it to the stage's role", async () => {
      const environment = { [env.tenantRole]: roleArn("sitemap-tenant") };
      expect(await codeOf(cloud.ask(await cloud.job({ environment })))).to.equal("refused BL-B010");
    });

    it("that claims to be another workflow's", async () => {
      const environment = { [env.workflow]: "sitemap" };
      expect(await codeOf(cloud.ask(await cloud.job({ environment })))).to.equal("refused BL-B008");
    });

    it("beyond the manifest", async () => {
      const environment = { [env.shardOffset]: "3" };
      expect(await codeOf(cloud.ask(await cloud.job({ environment })))).to.equal("refused BL-B009");
    });
  });

  it("does not grant a job that Batch does not know, yet", async () => {
    const unknown = { ...job, jobId: "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90" };
    expect(await codeOf(cloud.ask(unknown))).to.equal("not-yet BL-B006");
  });

  const runs = {
    "that has ended": { status: "FAILED" },
    "that is being closed": { closingAt: "2026-11-28T15:00:00.000Z" },
    "that another execution continues": { execution: "run-2" },
    "with another manifest": { manifest: "runs/import/run-1/nonce-2/" },
    "that is not planned": { manifest: undefined },
    "whose item is another workflow's": { workflow: "sitemap" },
  } as const;
  for (const [which, fields] of Object.entries(runs)) {
    it(`refuses a run ${which}`, async () => {
      await cloud.run(fields as object);
      expect(await codeOf(cloud.ask(job))).to.equal("refused BL-B008");
    });
  }

  it("fails without a word about why, but in its log", async () => {
    const now = () => {
      throw new Error("why");
    };
    const rejected = await rejection(cloud.ask(job, { broker: { now } }));
    expect(rejected.message).to.equal("the broker failed: its log has the reason");
    expect(cloud.log.at(-1)).to.have.property("decision", "failed");
    expect(cloud.log.at(-1)?.error).to.match(/^Error: why\n {4}at /);
  });
});
