import { expect } from "chai";
import fc from "fast-check";
import { cellAt, cellPlace, layoutMatrix } from "./layout.ts";

const request = { stages: 3, labelLength: 12, width: 1200, height: 440 };

describe("the matrix's layout", () => {
  it("has large cells for few chunks, and the smallest for ten thousand", () => {
    expect(layoutMatrix({ ...request, groups: [12, 9] }).pitch).to.equal(20);
    expect(layoutMatrix({ ...request, groups: [10_000] }).pitch).to.equal(7);
  });

  it("keeps a tenant on one line where its cells stay readable", () => {
    const layout = layoutMatrix({ ...request, groups: [70, 20] });
    expect(layout.lines).to.deep.equal([
      { group: 0, from: 0, count: 70 },
      { group: 1, from: 0, count: 20 },
    ]);
    expect(layout.pitch).to.be.lessThan(20);
  });

  it("puts small tenants beside each other", () => {
    expect(layoutMatrix({ ...request, groups: Array(2000).fill(3) }).columns).to.be.greaterThan(4);
  });

  it("finds each cell at its place, and each chunk has one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 200, max: 1600 }),
        (groups, stages, width) => {
          const layout = layoutMatrix({ ...request, groups, stages, width });
          const chunks = groups.map(() => 0);
          for (const [line, { group, count }] of layout.lines.entries()) {
            chunks[group]! += count;
            for (const column of [0, count - 1]) {
              const cell = { line, column, stage: stages - 1 };
              const { x, y } = cellPlace(layout, cell);
              expect(cellAt(layout, stages, x + 1, y + 1)).to.deep.equal(cell);
            }
          }
          expect(chunks).to.deep.equal(groups);
        },
      ),
    );
  });

  it("has no cell on a label, right of a line's end, or below the last stage", () => {
    const layout = layoutMatrix({ ...request, groups: [5] });
    const { x, y } = cellPlace(layout, { line: 0, column: 4, stage: 2 });
    expect(cellAt(layout, 3, 2, 2)).to.equal(undefined);
    expect(cellAt(layout, 3, x + layout.pitch + 1, y)).to.equal(undefined);
    expect(cellAt(layout, 3, x, y + layout.pitch + 1)).to.equal(undefined);
  });
});
