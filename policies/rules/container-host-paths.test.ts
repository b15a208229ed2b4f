import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
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

  it("is kept by containers without volumes, and with such as are their own", () => {
    for (const happy of [happyDefinition, containerWith({ volumes: volumesOf() })])
      expect(judge(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a directory or socket of the instance, in a job of any kind", () => {
    expect(judge(rule, withPath("/var/run/docker.sock")).violations).to.deep.equal([
      "containerProperties has the volume data, which is /var/run/docker.sock of the instance",
    ]);
    expect(
      judge(rule, nodesWith(happyContainer, { ...happyContainer, volumes: volumesOf("/mnt") })).violations,
    ).to.deep.equal([
      "nodeProperties.nodeRangeProperties[1].container has the volume data, which is /mnt of the instance",
    ]);
    const taskProperties = [{ containers: [happyContainer], volumes: volumesOf("/mnt") }];
    const tasks = definitionWith({
      containerProperties: undefined,
      ecsProperties: JSON.stringify({ taskProperties }),
    });
    expect(judge(rule, tasks).violations).to.deep.equal([
      "ecsProperties.taskProperties[0].containers[0] has the volume data, which is /mnt of the instance",
    ]);
  });

  it("lets paths be that are allowed, and what is below them", () => {
    const config = { allowed: ["/mnt/models"] };
    for (const path of ["/mnt/models", "/mnt/models/v2/"])
      expect(judge(rule, withPath(path), config).violations).to.deep.equal([]);
    for (const path of ["/mnt", "/mnt/models-2", "/mnt/models/../../etc"])
      expect(judge(rule, withPath(path), config).violations, path).to.have.lengthOf(1);
  });

  it("says what it could not see", () => {
    expect(judge(rule, definitionWith({ containerProperties: unknown })).unjudged).to.deep.equal([
      "containerProperties",
    ]);
  });
});
