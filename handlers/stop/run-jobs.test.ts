import { CreateSchedulingPolicyCommand } from "@aws-sdk/client-batch";
import { BenchBatch, serveBatch } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { jobsOfRun } from "../../contract/job-names.ts";
import { shareIdentifier } from "../../contract/share-identifier.ts";
import { jobsByShard, latestByKey } from "./jobs-by-shard.ts";
import { jobsNamed } from "./run-jobs.ts";

const stages = { fetch: {}, "remake-renditions": { needs: ["fetch"] } };

describe("the jobs of a stopped run", () => {
  const shardsOf = (
    names: readonly string[],
    run: string,
    graph: Parameters<typeof jobsByShard>[2] = stages,
  ) => {
    const jobs = names.map((jobName, index) => ({ jobId: `id-${index}`, jobName, ended: false }));
    const byShard = jobsByShard(jobs, jobsOfRun("import", run), graph);
    return Object.fromEntries([...byShard].map(([shard, found]) => [shard, latestByKey(found)]));
  };

  it("are found by their shard and stage", () => {
    const names = ["import-a-1-fetch", "import-a-0-remake-renditions", "import-a-0-fetch"];
    expect(shardsOf(names, "a")).to.deep.equal({
      0: { fetch: "id-2", "remake-renditions": "id-1" },
      1: { fetch: "id-0" },
    });
  });

  it("are also found by their place if each chunk has its own job", () => {
    const names = ["import-a-0-12-hash", "import-a-0-0-hash"];
    expect(shardsOf(names, "a", { hash: { nodes: 3 } })).to.deep.equal({
      0: { "12-hash": "id-0", "0-hash": "id-1" },
    });
  });

  for (const other of ["a-b", "a-0", "a-0-b", "ab", "A"]) {
    it(`are not those of the run ${other}, if it is the run a that was stopped`, () => {
      const prefix = jobsOfRun("import", other);
      expect(shardsOf([`${prefix}-0-fetch`, `${prefix}-plan`], "a")).to.deep.equal({});
      expect(shardsOf([`${prefix}-0-7-hash`], "a", { hash: { nodes: 3 } })).to.deep.equal({});
    });
  }

  it("are found whatever the execution was called", () => {
    for (const run of ["a..b c", "x".repeat(80), "zażółć…"]) {
      expect(shardsOf([`${jobsOfRun("import", run)}-0-fetch`], run)).to.deep.equal({ 0: { fetch: "id-0" } });
    }
  });

  it("are the latest if a redriven execution submitted a stage again", () => {
    expect(shardsOf(["import-a-0-fetch", "import-a-0-fetch"], "a")).to.deep.equal({ 0: { fetch: "id-0" } });
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
          jobName: `${jobsOfRun(workflow, run)}-0-fetch`,
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
