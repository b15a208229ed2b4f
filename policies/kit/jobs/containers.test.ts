import { expect } from "chai";
import { containerWith, definitionWith, nodesWith } from "../../../testing/policies/happy.ts";
import { containersOf, demandOf } from "./containers.ts";

describe("containersOf", () => {
  const paths = (props: Parameters<typeof containersOf>[0]) => containersOf(props).map(({ path }) => path);

  it("container, node and ECS properties: found, with their paths", () => {
    expect(paths(containerWith({}).props)).to.deep.equal(["containerProperties"]);
    expect(paths(nodesWith({ image: "a" }, { image: "b" }).props)).to.deep.equal([
      "nodeProperties.nodeRangeProperties[0].container",
      "nodeProperties.nodeRangeProperties[1].container",
    ]);
    const ecs = JSON.stringify({ taskProperties: [{ containers: [{ image: "a" }, { image: "b" }] }] });
    expect(paths(definitionWith({ containerProperties: undefined, ecsProperties: ecs }).props)).to.deep.equal(
      ["ecsProperties.taskProperties[0].containers[0]", "ecsProperties.taskProperties[0].containers[1]"],
    );
  });

  it("tasks of nodes: found", () => {
    const ecsProperties = { taskProperties: [{ containers: [{ image: "a" }] }] };
    const nodeRangeProperties = [{ targetNodes: "0:", ecsProperties }];
    const nodeProperties = JSON.stringify({ mainNode: 0, numNodes: 2, nodeRangeProperties });
    expect(paths(definitionWith({ containerProperties: undefined, nodeProperties }).props)).to.deep.equal([
      "nodeProperties.nodeRangeProperties[0].ecsProperties.taskProperties[0].containers[0]",
    ]);
  });

  it("names in any case and null: read as the provider does", () => {
    const text =
      '{"Image": "a", "PRIVILEGED": true, "user": null, "Environment": [{"Name": "A", "Value": null}]}';
    const [found] = containersOf(definitionWith({ containerProperties: text }).props);
    expect(found?.container).to.include({ image: "a", privileged: true }).and.not.have.property("user");
    expect(found?.container.environment).to.deep.equal([{ name: "A", value: "" }]);
  });

  for (const text of ["", "{", "[]", '{"image": 7}'])
    it(`${JSON.stringify(text)}: no containers`, () => {
      expect(containersOf(definitionWith({ containerProperties: text }).props)).to.deep.equal([]);
    });

  it("demand: resourceRequirements, or else the older fields", () => {
    const [container] = containersOf(
      containerWith({
        vcpus: 9,
        memory: 512,
        resourceRequirements: [
          { type: "VCPU", value: "0.5" },
          { type: "GPU", value: "1" },
        ],
      }).props,
    );
    expect(container && demandOf(container.container)).to.deep.equal({ vcpus: 0.5, memoryMiB: 512, gpus: 1 });
  });
});
