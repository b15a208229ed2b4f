import {
  CreateSchedulingPolicyCommand,
  type CreateSchedulingPolicyCommandInput,
  DescribeSchedulingPoliciesCommand,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import { BenchBatch } from "../../../testing/bench-batch.ts";
import { serveBatch } from "../../../testing/serve-batch.ts";
import { fairShareOf } from "./scheduling-policies.ts";

describe("Batch scheduling policies", () => {
  it("are created and described over the wire, and order a queue's jobs by share", async () => {
    await using bench = await BenchBatch.start("setInterval(() => {}, 1000)");
    const { client, stop } = await serveBatch(bench.service, () => {});
    try {
      const { arn = "" } = await client.send(
        new CreateSchedulingPolicyCommand({
          name: "shares",
          fairsharePolicy: { shareDistribution: [{ shareIdentifier: "import*", weightFactor: 0.5 }] },
        }),
      );
      expect(arn).to.equal("arn:aws:batch:eu-central-1:000000000000:scheduling-policy/shares");
      const { schedulingPolicies } = await client.send(
        new DescribeSchedulingPoliciesCommand({ arns: [arn, "arn:missing"] }),
      );
      expect(schedulingPolicies?.map(({ name }) => name)).to.deep.equal(["shares"]);
      bench.batch.createJobQueue({
        jobQueueName: "fair",
        priority: 1,
        schedulingPolicyArn: arn,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: "spot" }],
      });
    } finally {
      await stop();
    }
    bench.define({ vcpus: 4, memory: 512, resourceRequirements: [] }, "job", { schedulingPriority: 1 });
    const submit = (shareIdentifier: string) => bench.submit({ jobQueue: "fair", shareIdentifier });
    const first = Array.from({ length: 6 }, () => submit("a"));
    const late = submit("b");
    bench.batch.endJob("terminate", first[0] ?? "", "make room");
    await bench.reached(late, ({ status }) => status === "RUNNING");
    expect(bench.job(first[4] ?? "").status).to.equal("RUNNABLE");
  });

  it("weigh shares by name or prefix, others by 1; usage decays in ten minutes by default", () => {
    const fairsharePolicy = {
      shareDistribution: [
        { shareIdentifier: "import*", weightFactor: 0.5 },
        { shareIdentifier: "night", weightFactor: 4 },
        { shareIdentifier: "day" },
      ],
    };
    const { weightOf, decayMs, reservation } = fairShareOf({ name: "p", arn: "a", fairsharePolicy });
    expect(["imports", "import", "night", "day", "other"].map(weightOf)).to.deep.equal([0.5, 0.5, 4, 1, 1]);
    expect([decayMs, reservation]).to.deep.equal([600_000, 0]);
  });

  it("are refused if Batch refuses them", async () => {
    await using bench = await BenchBatch.start();
    const create = (fairsharePolicy: CreateSchedulingPolicyCommandInput["fairsharePolicy"]) => () =>
      bench.batch.createSchedulingPolicy({ name: "p", fairsharePolicy });
    const share = (shareIdentifier: string, weightFactor = 1) => ({ shareIdentifier, weightFactor });
    expect(create({ computeReservation: 100 })).to.throw("Compute reservation should be between 0 and 99.");
    expect(create({ shareDecaySeconds: 604_801 })).to.throw("decay seconds should be between 0 and 604800.");
    expect(create({ shareDistribution: [share("a-b")] })).to.throw(
      "ShareIdentifier name should match a valid pattern.",
    );
    expect(create({ shareDistribution: [share("a", 0)] })).to.throw(
      "Weight factor should be between 0.0001 and 999.9999.",
    );
    expect(create({ shareDistribution: [share("User*"), share("UserA1")] })).to.throw(
      "Share identifier UserA1 matches another share identifier User*",
    );
    expect(create({ shareDistribution: [share("a"), share("a")] })).to.throw(
      "Cannot have two or more identical shareIdentifiers.",
    );
    create({})();
    expect(create({})).to.throw("already exists");
  });
});
