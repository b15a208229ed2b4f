import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import {
  containerWith,
  definitionWith,
  happyContainer,
  happyDefinition,
  nodesWith,
} from "../../testing/policies/happy.ts";
import { containerRootFilesystem as rule } from "./container-root-filesystem.ts";

describe("policy container-root-filesystem", () => {
  it("is kept by a container that cannot write to its image", () => {
    expect(judge(rule, happyDefinition)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses one that can", () => {
    for (const readonlyRootFilesystem of [false, undefined])
      expect(judge(rule, containerWith({ readonlyRootFilesystem })).violations).to.deep.equal([
        "containerProperties.readonlyRootFilesystem is not true",
      ]);
    expect(
      judge(rule, nodesWith({ ...happyContainer, readonlyRootFilesystem: false })).violations,
    ).to.deep.equal(["nodeProperties.nodeRangeProperties[0].container.readonlyRootFilesystem is not true"]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, definitionWith({ containerProperties: unknown })).unjudged).to.deep.equal([
      "containerProperties",
    ]);
  });
});
