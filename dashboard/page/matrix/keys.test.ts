import { expect } from "chai";
import { cellAfter } from "./keys.ts";
import { layoutMatrix } from "./layout.ts";

const layout = layoutMatrix({
  ...{ groups: [3, 2, 4], stages: 2, labelLength: 8, width: 120, height: 400 },
});
const press = (key: string, line: number, column: number, stage: number) =>
  cellAfter(key, { line, column, stage }, layout, 2);

describe("keys in the matrix", () => {
  it("has one tenant per line in this test", () => {
    expect(layout.columns).to.equal(1);
    expect(layout.lines.map(({ count }) => count)).to.deep.equal([3, 2, 4]);
  });

  it("goes over the ends of lines with the arrows, but not over the matrix's", () => {
    expect(press("ArrowRight", 0, 2, 1)).to.deep.equal({ line: 1, column: 0, stage: 1 });
    expect(press("ArrowLeft", 1, 0, 0)).to.deep.equal({ line: 0, column: 2, stage: 0 });
    expect(press("ArrowDown", 0, 2, 1)).to.deep.equal({ line: 1, column: 1, stage: 0 });
    expect(press("ArrowUp", 2, 3, 0)).to.deep.equal({ line: 1, column: 1, stage: 1 });
    expect(press("ArrowRight", 2, 3, 1)).to.deep.equal({ line: 2, column: 3, stage: 1 });
    expect(press("ArrowUp", 0, 0, 0)).to.deep.equal({ line: 0, column: 0, stage: 0 });
  });

  it("goes to the ends of a line and over pages", () => {
    expect(press("End", 2, 0, 1)).to.deep.equal({ line: 2, column: 3, stage: 1 });
    expect(press("Home", 2, 3, 1)).to.deep.equal({ line: 2, column: 0, stage: 1 });
    expect(press("PageDown", 0, 2, 0)).to.deep.equal({ line: 2, column: 2, stage: 0 });
  });

  it("leaves other keys to the browser", () => {
    expect(press("Tab", 0, 0, 0)).to.equal(undefined);
  });
});
