import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
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

  it("is kept by containers that log to a group of the program", () => {
    for (const happy of [happyDefinition, nodesWith(happyContainer), tasksWith(happyContainer)])
      expect(judge(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a container of a job of any kind that says nothing", () => {
    expect(judge(rule, containerWith({ logConfiguration: undefined })).violations).to.deep.equal([
      "containerProperties.logConfiguration is missing",
    ]);
    expect(judge(rule, nodesWith(happyContainer, silent)).violations).to.deep.equal([
      "nodeProperties.nodeRangeProperties[1].container.logConfiguration is missing",
    ]);
    expect(judge(rule, tasksWith(happyContainer, silent)).violations).to.deep.equal([
      "ecsProperties.taskProperties[1].containers[0].logConfiguration is missing",
    ]);
  });

  it("refuses logs that stay on the instance", () => {
    const local = containerWith({ logConfiguration: { logDriver: "json-file" } });
    expect(judge(rule, local).violations).to.deep.equal([
      "containerProperties.logConfiguration.logDriver is json-file; those allowed are awslogs, awsfirelens, splunk",
    ]);
    expect(judge(rule, local, { drivers: ["json-file"] }).violations).to.deep.equal([]);
  });

  it("refuses logs that go to the group which Batch makes for all", () => {
    const shared = containerWith({ logConfiguration: { logDriver: "awslogs", options: {} } });
    expect(judge(rule, shared).violations).to.deep.equal([
      "containerProperties.logConfiguration.options has no awslogs-group: the lines go to /aws/batch/job",
    ]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, definitionWith({ containerProperties: unknown }))).to.deep.equal({
      violations: [],
      unjudged: ["containerProperties"],
    });
  });
});
