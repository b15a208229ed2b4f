import { expect } from "chai";
import { programRun } from "../../testing/pulumi/program-run.ts";
import { createActions } from "./deploy-actions.ts";

describe("actions that a deployment needs", () => {
  it("each type of the program's resources: has those that create it", async () => {
    const config = { consumableResources: { "orders-database": 20 } };
    const { run } = await programRun({ mode: "up", config });
    const types = run.resources.map(({ type }) => type).filter((type) => /^awsx?:/.test(type));
    expect(types).to.include("aws:batch/jobQueue:JobQueue");
    expect(types.filter((type) => createActions[type] === undefined)).to.deep.equal([]);
  });
});
