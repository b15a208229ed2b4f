import { CreateSchedulingPolicyCommand } from "@aws-sdk/client-batch";
import { BenchBatch, serveBatch } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { jobsOfRun } from "../../contract/job-names.ts";
import { shareIdentifier } from "../../contract/share-identifier.ts";
import { jobsByShard, latestByKey } from "./jobs-by-shard.ts";
import { jobsNamed } from "./run-jobs.ts";

const stages = { fetch: {}, "remake-renditions": { needs: ["fetch"] } };

describe("the jobs of a stopped run", () => {
  const jobsOfA = jobsOfRun("import", "a", "a");
  const shardsOf = (
    names: readonly string[],
    run: string,
    graph: Parameters<typeof jobsByShard>[2] = stages,
  ) => {
    const jobs = names.map((jobName, index) => ({ jobId: `id-${index}`, jobName, ended: false }));
    const byShard = jobsByShard(jobs, jobsOfRun("import", run, run), graph);
    return Object.fromEntries([...byShard].map(([shard, found]) => [shard, latestByKey(found)]));
  };

  it("are found by their shard and stage", () => {
    const names = ["1-fetch", "0-remake-renditions", "0-fetch"].map((name) => `${jobsOfA}-${name}`);
    expect(shardsOf(names, "a")).to.deep.equal({
      0: { fetch: "id-2", "remake-renditions": "id-1" },
      1: { fetch: "id-0" },
    });
  });

  it("are also found by their place if each chunk has its own job", () => {
    const names = [`${jobsOfA}-0-12-hash`, `${jobsOfA}-0-0-hash`];
    expect(shardsOf(names, "a", { hash: { nodes: 3 } })).to.deep.equal({
      0: { "12-hash": "id-0", "0-hash": "id-1" },
    });
  });

  for (const other of ["a-b", "a-0", "a-0-b", "ab", "A"]) {
    it(`are not those of the run ${other}, if it is the run a that was stopped`, () => {
      const prefix = jobsOfRun("import", other, other);
      expect(shardsOf([`${prefix}-0-fetch`, `${prefix}-plan`], "a")).to.deep.equal({});
      expect(shardsOf([`${prefix}-0-7-hash`], "a", { hash: { nodes: 3 } })).to.deep.equal({});
    });
  }

  it("are found whatever the execution was called", () => {
    for (const run of ["a..b c", "x".repeat(80), "zażółć…"]) {
      expect(shardsOf([`${jobsOfRun("import", run, run)}-0-fetch`], run)).to.deep.equal({
        0: { fetch: "id-0" },
      });
    }
  });

  it("are the latest if a redriven execution submitted a stage again", () => {
    expect(shardsOf([`${jobsOfA}-0-fetch`, `${jobsOfA}-0-fetch`], "a")).to.deep.equal({
      0: { fetch: "id-0" },
    });
  });

  it("are not those of a workflow whose name and run start alike", async () => {
    await using bench = await BenchBatch.start();
    const { client, stop } = await serveBatch(bench.service, () => {});
    try {
      const { arn = "" } = await client.send(
        new CreateSchedulingPolicyCommand({ name: "shares", fairsharePolicy: {} }),
      );
      bench.batch.createJobQueue({
        jobQueueName: "fair",
        priority: 1,
        schedulingPolicyArn: arn,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: "spot" }],
      });
      bench.define();
      const submit = (workflow: string, run: string) =>
        bench.submit({
          jobName: `${jobsOfRun(workflow, run, run)}-0-fetch`,
          jobQueue: "fair",
          shareIdentifier: shareIdentifier(workflow),
          schedulingPriorityOverride: 1,
        });
      const own = submit("catalog", "import-2");
      submit("catalog-import", "2");
      const found = await jobsNamed(client, ["fair"], "catalog", "catalog-import-2-");
      expect(found.map(({ jobId }) => jobId)).to.deep.equal([own]);
    } finally {
      await stop();
    }
  });
});
