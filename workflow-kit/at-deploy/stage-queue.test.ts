import { expect } from "chai";
import { z } from "zod";
import { buildWorkflow } from "./build-workflow.ts";
import { perTenant } from "./per-tenant.ts";
import { type QueueName, queueNames, queueOf, queuesOf } from "./stage-queue.ts";
import { standardMachine } from "./standard-machine.ts";
import { minutes, workflow } from "./workflow.ts";

const stage = { vcpus: 1, memoryMiB: 512, timeout: minutes(10) };

describe("a stage's queue", () => {
  it("follows from what the stage needs", () => {
    expect(queueOf({})).to.equal("compute");
    expect(queueOf({ gpus: 0 })).to.equal("compute");
    expect(queueOf({ gpus: 2 })).to.equal("gpu");
    expect(queueOf({ nodes: 4 })).to.equal("on-demand");
  });

  it("is one of those that there are", () => {
    // @ts-expect-error there is no such queue
    const other: QueueName = "spot";
    expect(queueNames).not.to.include(other);
  });

  it("is a token in the workflow's machine, which submits with the workflow's share", () => {
    const machine = buildWorkflow(
      workflow({
        name: "up-scale",
        params: z.unknown(),
        chunks: perTenant(),
        stages: { fetch: stage, enlarge: { ...stage, gpus: 1, needs: ["fetch"] } },
        machine: standardMachine,
      }),
    );
    expect(machine.tokens).to.include.members(["jobQueue.compute", "jobQueue.gpu"]);
    expect(machine.definition(Object.fromEntries(machine.tokens.map((name) => [name, name]))))
      .to.contain("'ShareIdentifier': 'upscale'")
      .and.contain("'JobQueue': 'jobQueue.gpu'");
  });
});

describe("a stack's queues", () => {
  it("are those that some stage needs, each shared by the workflows that use it", () => {
    expect(queuesOf([{ name: "a", stages: { one: {} } }])).to.deep.equal([["compute", { a: 1 }]]);
    expect(
      queuesOf([
        { name: "a", stages: { one: {}, two: { gpus: 1 } }, share: 3 },
        { name: "b", stages: { one: { gpus: 1 }, two: { nodes: 2 } } },
      ]),
    ).to.deep.equal([
      ["compute", { a: 3 }],
      ["gpu", { a: 3, b: 1 }],
      ["on-demand", { b: 1 }],
    ]);
  });
});
