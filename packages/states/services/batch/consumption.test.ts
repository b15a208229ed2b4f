import { expect } from "chai";
import { build } from "../../build.ts";
import { machine, token } from "../../index.ts";
import { codesOf } from "../../testing/problems.ts";
import type { Consumption } from "./consumption.ts";

const job = {
  JobName: "write",
  JobQueue: token("queue"),
  JobDefinition: token("definition"),
};
const arns = {
  queue: "arn:aws:batch:r:1:job-queue/q",
  definition: "arn:aws:batch:r:1:job-definition/d:1",
  database: "arn:aws:batch:r:1:consumable-resource/c",
};
/** Of the definition: executions under way submit the one that they began with. */
const revisions = "arn:aws:batch:r:1:job-definition/d:*";

describe("consumable resources of Batch jobs", () => {
  it("are in the request of a plain job, with the right to submit for them", () => {
    const ConsumableResourcePropertiesOverride = {
      ConsumableResourceList: [{ ConsumableResource: token("database"), Quantity: 2 }],
    };
    const built = build(
      machine((m) => {
        m.submitJob("Write", { ...job, ConsumableResourcePropertiesOverride });
        m.submitJobSync("Write and wait", { ...job, ConsumableResourcePropertiesOverride });
      }),
    );
    expect(JSON.parse(built.definition(arns)).States.Write.Arguments).to.deep.include({
      ConsumableResourcePropertiesOverride: {
        ConsumableResourceList: [{ ConsumableResource: arns.database, Quantity: 2 }],
      },
    });
    const submission = built.permissions(arns).find(({ Action }) => Action.includes("batch:SubmitJob"));
    expect(submission?.Resource).to.have.members([arns.queue, revisions, arns.database]);
  });

  it("are in the request of a chain's stage, also for a plain job of one element", () => {
    const built = build(
      machine<{ readonly size: number }>((m) => {
        m.batchChain(
          "Run",
          {
            write: {
              jobDefinition: token("definition"),
              consumes: [{ resource: token("database"), quantity: 2 }],
            },
          },
          { jobQueue: token("queue"), size: m.input.size },
        );
      }),
    );
    expect(built.definition(arns)).to.include("ConsumableResourcePropertiesOverride");
    const submission = built.permissions(arns).find(({ Action }) => Action.includes("batch:SubmitJob"));
    expect(submission?.Resource).to.have.members([arns.queue, revisions, arns.database]);
  });

  it("are checked by their names in the request", () => {
    const misspelt = { ConsumableResourceList: [{ ConsumableResource: token("database"), Count: 1 }] };
    const build_ = () =>
      build(
        machine((m) => {
          m.task("Write", {
            resource: "arn:aws:states:::batch:submitJob",
            arguments: { ...job, ConsumableResourcePropertiesOverride: misspelt },
            allow: [],
          });
        }),
      );
    expect(codesOf(build_)).to.deep.equal(["BL-S011 Write"]);
  });

  it("are quantities of a resource", () => {
    const right: Consumption = { resource: token("database"), quantity: 2 };
    // @ts-expect-error: a quantity is a number
    const text: Consumption = { resource: token("database"), quantity: "2" };
    // @ts-expect-error: of something
    const nothing: Consumption = { quantity: 2 };
    expect([right, text, nothing]).to.have.length(3);
  });
});
