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
import { containerPrivileged as rule } from "./container-privileged.ts";

describe("policy container-privileged", () => {
  const privileged = { ...happyContainer, privileged: true };

  it("is kept by containers that are not, and by those that say nothing", () => {
    for (const happy of [happyDefinition, containerWith({ privileged: undefined })])
      expect(judge(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a privileged container in a job of any kind", () => {
    expect(judge(rule, containerWith({ privileged: true })).violations).to.deep.equal([
      "containerProperties.privileged is true",
    ]);
    expect(judge(rule, nodesWith(happyContainer, privileged)).violations).to.deep.equal([
      "nodeProperties.nodeRangeProperties[1].container.privileged is true",
    ]);
    expect(judge(rule, tasksWith(privileged)).violations).to.deep.equal([
      "ecsProperties.taskProperties[0].containers[0].privileged is true",
    ]);
  });

  it("refuses it however the property's name is written, as the provider takes it", () => {
    expect(judge(rule, containerWith({ privileged: null, Privileged: true })).violations).to.have.lengthOf(1);
  });

  it("says what it could not see", () => {
    expect(judge(rule, definitionWith({ containerProperties: unknown })).unjudged).to.deep.equal([
      "containerProperties",
    ]);
  });
});
