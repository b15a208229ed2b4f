import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import {
  containerWith,
  definitionWith,
  happyContainer,
  happyDefinition,
  nodesWith,
  tasksWith,
} from "../../testing/policies/happy.ts";
import { jobLogging as rule } from "./job-logging.ts";

describe("policy job-logging", () => {
  const { logConfiguration: _, ...silent } = happyContainer;

  it("containers that log to a group of the program: accepted", () => {
    for (const happy of [happyDefinition, nodesWith(happyContainer), tasksWith(happyContainer)])
      expect(check(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a container without logConfiguration, in a job of any kind: refused", () => {
    expect(check(rule, containerWith({ logConfiguration: undefined })).violations).to.deep.equal([
      "containerProperties.logConfiguration",
    ]);
    expect(check(rule, nodesWith(happyContainer, silent)).violations).to.deep.equal([
      "nodeProperties.nodeRangeProperties[1].container.logConfiguration",
    ]);
    expect(check(rule, tasksWith(happyContainer, silent)).violations).to.deep.equal([
      "ecsProperties.taskProperties[1].containers[0].logConfiguration",
    ]);
  });

  it("logs that stay on the instance: refused", () => {
    const local = containerWith({ logConfiguration: { logDriver: "json-file" } });
    expect(check(rule, local).violations).to.deep.equal(["containerProperties.logConfiguration.logDriver"]);
    expect(check(rule, local, { drivers: ["json-file"] }).violations).to.deep.equal([]);
  });

  it("logs in the group that all jobs share: refused", () => {
    const shared = containerWith({ logConfiguration: { logDriver: "awslogs", options: {} } });
    expect(check(rule, shared).violations).to.deep.equal(["containerProperties.logConfiguration.options"]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, definitionWith({ containerProperties: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["containerProperties"],
    });
  });
});
