import { expect } from "chai";
import { hasCollisions } from "./collisions.ts";
import type { PlacedNode } from "./layout.ts";

const nodeAt = (id: string, x: number, y: number): PlacedNode => ({
  node: { id, kind: "Task", name: id, inner: [] },
  ...{ x, y, width: 100, height: 50, name: [id], detail: [], inner: [] },
});

describe("collisions in a layout", () => {
  const [above, below] = [nodeAt("a", 0, 0), nodeAt("b", 0, 200)];
  const edge = {
    edge: { from: "a", to: "b", kind: "next" },
    points: [
      { x: 50, y: 50 },
      { x: 50, y: 200 },
    ],
    label: [],
    labelAt: { x: 0, y: 0 },
  } as const;

  it("are none where nodes and edges only touch", () => {
    expect(hasCollisions({ nodes: [above, below, nodeAt("c", 100, 0)], edges: [edge] })).to.equal(false);
  });

  it("are nodes over each other", () => {
    expect(hasCollisions({ nodes: [above, nodeAt("c", 90, 40)], edges: [] })).to.equal(true);
  });

  it("are edges over nodes of others", () => {
    expect(hasCollisions({ nodes: [above, below, nodeAt("c", 20, 100)], edges: [edge] })).to.equal(true);
  });
});
