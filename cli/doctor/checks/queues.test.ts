import { expect } from "chai";
import { examined, now, outputs } from "../../../testing/doctor/examined.ts";
import { minute } from "../age.ts";
import { queues } from "./queues.ts";

const load = "12 of 16 vCPUs in use (catalogimport 8, sitemap 4); 2 jobs waiting";

describe("doctor: queues", () => {
  it("a queue that moves: its load, use by share, and how many wait", async () => {
    const { findings } = await examined(queues);
    expect(findings).to.deep.equal([{ status: "ok", what: `compute: ${load}` }]);
  });

  it("a job at the head for long: named, with Batch's reason", async () => {
    const { findings } = await examined(queues, { subject: { now: () => now + 16 * minute } });
    expect(findings).to.have.length(1);
    const id = "0a1b2c3d-1111-2222-3333-444455556666:7";
    expect(findings[0]?.what).to.equal(
      `compute: catalog-import-20261120T030000-0a1b-0-fetch (${id}) has been at the head for 17 minutes; ${load}`,
    );
    expect(findings[0]?.fix)
      .to.match(/^CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY/)
      .and.contain(`terminate-job --job-id ${id}`);
  });

  it("a broken environment and a disabled queue: wrong, with Batch's reason", async () => {
    const answers = {
      DescribeComputeEnvironments: (text: string) =>
        text.replace('"VALID"', '"INVALID"').replace("ComputeEnvironment Healthy", "CLIENT_ERROR - no role"),
    };
    const { findings } = await examined(queues, { answers });
    expect(findings.map(({ status }) => status)).to.deep.equal(["wrong", "ok"]);
    expect(findings[0]?.what).to.equal("the environment spot is INVALID: CLIENT_ERROR - no role");
    const disabled = { DescribeJobQueues: (text: string) => text.replace("ENABLED", "DISABLED") };
    const { findings: off } = await examined(queues, { answers: disabled });
    expect(off.map(({ what }) => what)).to.deep.equal(["compute is DISABLED"]);
  });

  it("a job that has started or ended since: nothing wrong", async () => {
    const given = { subject: { now: () => now + 16 * minute } };
    for (const answer of [() => '{ "jobs": [] }', (text: string) => text.replace("RUNNABLE", "RUNNING")])
      expect(
        (await examined(queues, { ...given, answers: { DescribeJobs: answer } })).findings,
      ).to.deep.equal([{ status: "ok", what: `compute: ${load}` }]);
  });

  it("a disabled environment: wrong, because it starts nothing", async () => {
    const answers = {
      DescribeComputeEnvironments: (text: string) => text.replace("ENABLED", "DISABLED"),
    };
    const { findings } = await examined(queues, { answers });
    expect(findings[0]?.what).to.equal("the environment spot is DISABLED: it starts no instances");
  });

  it("a queue that is gone: wrong; before the first deployment: nothing is asked", async () => {
    const jobQueues = { gpu: `${outputs.jobQueues.compute}-gone` };
    const { findings } = await examined(queues, { subject: { outputs: { ...outputs, jobQueues } } });
    expect(findings.map(({ what }) => what)).to.deep.equal(["gpu is missing"]);
    const { asked } = await examined(queues, { subject: { outputs: undefined } });
    expect(asked).to.deep.equal([]);
  });
});
