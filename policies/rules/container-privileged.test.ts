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
import { containerPrivileged as rule } from "./container-privileged.ts";

describe("policy container-privileged", () => {
  const privileged = { ...happyContainer, privileged: true };

  it("containers that are not privileged, explicitly or by default: accepted", () => {
    for (const happy of [happyDefinition, containerWith({ privileged: undefined })])
      expect(check(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a privileged container in a job of any kind: refused", () => {
    expect(check(rule, containerWith({ privileged: true })).violations).to.deep.equal([
      "containerProperties.privileged",
    ]);
    expect(check(rule, nodesWith(happyContainer, privileged)).violations).to.deep.equal([
      "nodeProperties.nodeRangeProperties[1].container.privileged",
    ]);
    expect(check(rule, tasksWith(privileged)).violations).to.deep.equal([
      "ecsProperties.taskProperties[0].containers[0].privileged",
    ]);
  });

  it("the property's name in any case: refused alike", () => {
    expect(check(rule, containerWith({ privileged: null, Privileged: true })).violations).to.have.lengthOf(1);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, definitionWith({ containerProperties: unknown })).unchecked).to.deep.equal([
      "containerProperties",
    ]);
  });
});
