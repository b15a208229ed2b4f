import { expect } from "chai";
import { z } from "zod";
import { buildWorkflow } from "./build-workflow.ts";
import type { Stage } from "./declaration.ts";
import { InvalidWorkflowError } from "./declaration-checks.ts";
import { perTenant } from "./per-tenant.ts";
import { standardMachine } from "./standard-machine.ts";
import { minutes, workflow } from "./workflow.ts";

const declare = (change: Pick<Stage, "nodes" | "consumes">) =>
  workflow<unknown, "fetch" | "write">({
    name: "orders",
    params: z.unknown(),
    chunks: perTenant(),
    stages: {
      fetch: { vcpus: 1, memoryMiB: 512, timeout: minutes(10) },
      write: { vcpus: 1, memoryMiB: 512, timeout: minutes(10), needs: ["fetch"], ...change },
    },
    machine: standardMachine,
  });

describe("a stage that consumes something", () => {
  it("has a token for the ARN of each resource, in its own jobs only", () => {
    const built = buildWorkflow(declare({ consumes: { "orders-database": 2, licences: 1 } }));
    expect(built.tokens).to.include.members([
      "consumableResource.orders-database",
      "consumableResource.licences",
    ]);
    const submissions = JSON.stringify(built.asl).match(/Stages: (submit|run) \w+":\{.*?"Retry"/g) ?? [];
    expect(submissions.map((text) => text.includes("ConsumableResourcePropertiesOverride"))).to.deep.equal([
      false,
      true,
    ]);
  });

  it("has no token of it where none does", () => {
    expect(buildWorkflow(declare({})).tokens.filter((token) => token.startsWith("consumable"))).to.deep.equal(
      [],
    );
  });

  for (const quantity of [0, -1, 1.5, Number.NaN]) {
    it(`cannot take ${quantity}`, () => {
      expect(() => declare({ consumes: { licences: quantity } })).to.throw(
        InvalidWorkflowError,
        `stages.write.consumes.licences: ${quantity} is not a whole number of at least 1`,
      );
    });
  }

  it("takes up to five of them", () => {
    const consumes = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`licence-${index}`, 1]));
    declare({ consumes: consumes(5) });
    expect(() => declare({ consumes: consumes(6) })).to.throw(
      InvalidWorkflowError,
      "stages.write.consumes: Batch lets a job consume 5 resources, not 6; split the stage",
    );
  });

  it("has no nodes", () => {
    expect(() => declare({ nodes: 2, consumes: { licences: 1 } })).to.throw(
      InvalidWorkflowError,
      "stages.write.consumes: a stage with nodes consumes no resources",
    );
  });
});
