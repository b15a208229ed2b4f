import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import {
  containerWith,
  definitionWith,
  happyContainer,
  happyDefinition,
  nodesWith,
} from "../../testing/policies/happy.ts";
import { containerRootFilesystem as rule } from "./container-root-filesystem.ts";

describe("policy container-root-filesystem", () => {
  it("a container that cannot write to its image: accepted", () => {
    expect(check(rule, happyDefinition)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a container that can write to its image: refused", () => {
    for (const readonlyRootFilesystem of [false, undefined])
      expect(check(rule, containerWith({ readonlyRootFilesystem })).violations).to.deep.equal([
        "containerProperties.readonlyRootFilesystem",
      ]);
    expect(
      check(rule, nodesWith({ ...happyContainer, readonlyRootFilesystem: false })).violations,
    ).to.deep.equal(["nodeProperties.nodeRangeProperties[0].container.readonlyRootFilesystem"]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, definitionWith({ containerProperties: unknown })).unchecked).to.deep.equal([
      "containerProperties",
    ]);
  });
});
