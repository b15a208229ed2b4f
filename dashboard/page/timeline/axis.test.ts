import { expect } from "chai";
import { moved, ticks, zoomed } from "./axis.ts";

describe("the timeline's axis", () => {
  it("has round marks with room between them", () => {
    expect(ticks({ fromMs: 0, toMs: 60_000 }, 600)).to.deep.equal([
      0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000,
    ]);
    expect(ticks({ fromMs: 65_000, toMs: 7_200_000 }, 500)).to.deep.equal([
      1_800_000, 3_600_000, 5_400_000, 7_200_000,
    ]);
  });

  it("zooms around a point and stays within the run", () => {
    expect(zoomed({ fromMs: 0, toMs: 1000 }, 1000, 0.5, 500)).to.deep.equal({ fromMs: 250, toMs: 750 });
    expect(zoomed({ fromMs: 0, toMs: 500 }, 1000, 4, 100)).to.deep.equal({ fromMs: 0, toMs: 1000 });
    expect(zoomed({ fromMs: 0, toMs: 100 }, 1000, 0.1, 0)).to.deep.equal({ fromMs: 0, toMs: 50 });
    expect(moved({ fromMs: 600, toMs: 900 }, 1000, 1)).to.deep.equal({ fromMs: 700, toMs: 1000 });
  });
});
