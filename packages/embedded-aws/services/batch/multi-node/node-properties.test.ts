import type { NodeProperties } from "@aws-sdk/client-batch";
import { expect } from "chai";
import fc from "fast-check";
import { nodeContainers, overriddenNodes } from "./node-properties.ts";

const properties = (numNodes: number, ranges: readonly string[], mainNode = 0): NodeProperties => ({
  numNodes,
  mainNode,
  nodeRangeProperties: ranges.map((targetNodes) => ({ targetNodes, container: { image: targetNodes } })),
});
const images = (numNodes: number, ...ranges: string[]) =>
  nodeContainers(properties(numNodes, ranges)).map(({ image }) => image);

describe("Batch node ranges", () => {
  it("include both ends, which may be open", () => {
    expect(images(4, "0", "1:2", "3:")).to.deep.equal(["0", "1:2", "1:2", "3:"]);
    expect(images(3, ":1", "2")).to.deep.equal([":1", ":1", "2"]);
  });

  it("give way to nested ranges", () => {
    expect(images(5, "0:", "2:3")).to.deep.equal(["0:", "0:", "2:3", "2:3", "0:"]);
    expect(images(3, "1", "0:2")).to.deep.equal(["0:2", "1", "0:2"]);
  });

  it("give each node one container, for any division into ranges", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
        const ranges = sizes.map((size, i) => `${starts[i]}:${(starts[i] ?? 0) + size - 1}`);
        const total = sizes.reduce((a, b) => a + b, 0);
        expect(images(total, ...ranges)).to.deep.equal(
          sizes.flatMap((size, i) => Array.from({ length: size }, () => ranges[i])),
        );
      }),
    );
  });

  it("are refused if they miss a node, exceed the nodes, or are malformed", () => {
    expect(() => images(3, "0:1")).to.throw("no node range has node 2");
    for (const range of ["0:3", "2:1", ""]) {
      expect(() => images(3, range)).to.throw(`targetNodes "${range}" is not a range among nodes 0 to 2`);
    }
    expect(() => nodeContainers(properties(0, ["0:"]))).to.throw(
      "Number of nodes must be between 1 and 1000.",
    );
    expect(() => nodeContainers(properties(2, ["0:"], 2))).to.throw(
      "Main node index is out of range, must be less than numNodes.",
    );
    expect(() => images(6, "0", "1", "2", "3", "4", "5")).to.throw(
      "Maximum allowed size of node range properties is 5",
    );
    expect(() =>
      nodeContainers({ ...properties(1, []), nodeRangeProperties: [{ targetNodes: "0" }] }),
    ).to.throw("Must specify container for node range 0");
  });

  it("accept a submission's overrides by node, and another number of nodes if a range is open", () => {
    const { properties: effective, containers } = overriddenNodes(properties(2, ["0:"]), {
      numNodes: 3,
      nodePropertyOverrides: [{ targetNodes: "1:", containerOverrides: { command: ["child"] } }],
    });
    expect(effective.numNodes).to.equal(3);
    expect(containers.map(({ command }) => command)).to.deep.equal([undefined, ["child"], ["child"]]);
    expect(() => overriddenNodes(properties(2, ["0:1"]), { numNodes: 3 })).to.throw(
      "no node range that is open",
    );
  });
});
