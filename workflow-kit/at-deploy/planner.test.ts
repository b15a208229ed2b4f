import type { Machine } from "@batchline/states";
import { graphOf, toMermaid } from "@batchline/states/graph";
import { expect } from "chai";
import type { RunInput } from "../../contract/plan.ts";
import { catalogImport } from "../../workflows/catalog-import/workflow.ts";
import { buildWorkflow, partsOf } from "./build-workflow.ts";
import { type MachineParts, tokenNames } from "./machine-parts.ts";
import { planStep } from "./plan-step.ts";

const inContainer = { ...catalogImport, planner: "batch" } as const;

describe("a workflow's planner", () => {
  it("is the metadata function unless it says otherwise", () => {
    const { tokens } = buildWorkflow(catalogImport);
    expect(tokens).to.include(tokenNames.metadataFunction);
    expect(tokens).not.to.include(tokenNames.plannerJob).and.not.to.include(tokenNames.platformBucket);
    expect(buildWorkflow({ ...catalogImport, planner: "lambda" }).asl).to.deep.equal(
      buildWorkflow(catalogImport).asl,
    );
  });

  it("in a container is a job with the workflow's share, and the rights to ask and to hear it", () => {
    const { tokens, permissions } = buildWorkflow(inContainer);
    expect(tokens).to.include.members([tokenNames.plannerJob, tokenNames.platformBucket]);
    expect(tokens).not.to.include(tokenNames.metadataFunction);
    const values = Object.fromEntries(tokens.map((token) => [token, `arn:aws:x:eu-central-1:1:${token}:1`]));
    const statements = permissions({ ...values, [tokenNames.platformBucket]: "platform" });
    const on = (action: string) =>
      statements.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
    const planning = "arn:aws:s3:::platform/runs/catalog-import/*/planning";
    expect(on("s3:PutObject")).to.deep.equal([`${planning}/request.json`]);
    expect(on("s3:GetObject")).to.have.members([`${planning}/result.json`, `${planning}/failure.json`]);
    expect(on("batch:SubmitJob")).to.include("arn:aws:x:eu-central-1:1:plannerJob:*");
    expect(on("lambda:InvokeFunction")).to.deep.equal([values[tokenNames.summaryFunction]]);
  });

  it("in a container leaves the rest of the machine as it is", () => {
    const statesOf = (asl: object) => (asl as { readonly States: Readonly<Record<string, object>> }).States;
    const rest = (asl: object) => Object.keys(statesOf(asl)).filter((name) => !name.startsWith("Plan"));
    expect(rest(buildWorkflow(inContainer).asl)).to.deep.equal(rest(buildWorkflow(catalogImport).asl));
  });

  it("in a container shows in the picture as a job, with its ways to fail", () => {
    const picture = toMermaid(graphOf(buildWorkflow(inContainer).asl));
    expect(picture).to.contain("Plan<br/>batch:submitJob.sync");
  });

  it("is one of the two, and returns a plan either way", () => {
    // @ts-expect-error: planning runs in a function or in a container
    expect(partsOf({ ...catalogImport, planner: "fargate" }).planner.kind).to.equal("fargate");
    const machine = (m: Machine<RunInput>, parts: MachineParts) => {
      const plan = planStep(m, parts);
      m.succeed("Planned", {
        chunks: plan.chunks.plus(1),
        manifest: plan.manifest,
        // @ts-expect-error: a plan has no such field
        wrong: plan.chunk,
      });
    };
    expect(() => buildWorkflow({ ...inContainer, machine })).not.to.throw();
  });
});
