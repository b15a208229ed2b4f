import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import {
  containerWith,
  definitionWith,
  happyContainer,
  happyDefinition,
  nodesWith,
} from "../../testing/policies/happy.ts";
import { containerHostPaths as rule } from "./container-host-paths.ts";

describe("policy container-host-paths", () => {
  const volumesOf = (sourcePath?: string) => [{ name: "data", host: { sourcePath } }];
  const withPath = (path: string) => containerWith({ volumes: volumesOf(path) });

  it("containers without volumes, or with their own: accepted", () => {
    for (const happy of [happyDefinition, containerWith({ volumes: volumesOf() })])
      expect(check(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a directory or socket of the instance, in a job of any kind: refused", () => {
    expect(check(rule, withPath("/var/run/docker.sock")).violations).to.deep.equal(["containerProperties"]);
    expect(
      check(rule, nodesWith(happyContainer, { ...happyContainer, volumes: volumesOf("/mnt") })).violations,
    ).to.deep.equal(["nodeProperties.nodeRangeProperties[1].container"]);
    const taskProperties = [{ containers: [happyContainer], volumes: volumesOf("/mnt") }];
    const tasks = definitionWith({
      containerProperties: undefined,
      ecsProperties: JSON.stringify({ taskProperties }),
    });
    expect(check(rule, tasks).violations).to.deep.equal(["ecsProperties.taskProperties[0].containers[0]"]);
  });

  it("allowed paths and paths below them: accepted", () => {
    const config = { allowed: ["/mnt/models"] };
    for (const path of ["/mnt/models", "/mnt/models/v2/"])
      expect(check(rule, withPath(path), config).violations).to.deep.equal([]);
    for (const path of ["/mnt", "/mnt/models-2", "/mnt/models/../../etc"])
      expect(check(rule, withPath(path), config).violations, path).to.have.lengthOf(1);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, definitionWith({ containerProperties: unknown })).unchecked).to.deep.equal([
      "containerProperties",
    ]);
  });
});
