import { expect } from "chai";
import { sampleRun } from "../testing/sample-run.ts";
import { endOf, packChains } from "./lanes.ts";

describe("the timeline's lanes", () => {
  for (const seenAt of [undefined, 0.4]) {
    it(`keep a chunk on one lane, and chunks of a lane apart${seenAt ? ", while the run is under way" : ""}`, () => {
      const { timeline } = sampleRun(seenAt === undefined ? {} : { seenAt });
      const lanes = packChains(timeline);
      const byLane = Object.values(Object.groupBy(lanes.chains, ({ lane }) => lane));
      expect(byLane.length).to.equal(lanes.count).and.to.be.greaterThan(1);
      for (const chains of byLane) {
        const inOrder = chains!.toSorted((a, b) => a.startMs - b.startMs);
        for (const [at, { startMs }] of inOrder.entries()) {
          if (at > 0) expect(startMs).to.be.at.least(inOrder[at - 1]!.endMs);
        }
      }
      for (const [at, chunk] of timeline.chunk.entries()) {
        const chain = lanes.chains.find((one) => one.chunk === chunk)!;
        expect(lanes.laneOf[at]).to.equal(chain.lane);
        expect(timeline.startMs[at]).to.be.at.least(chain.startMs);
        expect(endOf(timeline, at)).to.be.at.most(chain.endMs);
      }
    });
  }

  it("keep chains of no length apart, too", () => {
    const lanes = packChains({
      ...{ chunk: [0, 1, 2], stage: [0, 0, 0], startMs: [5, 5, 5], endMs: [5, 5, 9], kinds: "sss" },
      ...{ untilMs: 9, concurrency: { atMs: [], containers: [], vcpus: [] } },
    });
    expect(lanes.chains.length).to.equal(3);
    expect(lanes.count).to.be.at.most(3);
  });
});
