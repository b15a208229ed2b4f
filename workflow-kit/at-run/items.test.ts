import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { InterruptedError, ItemError } from "./errors.ts";
import { eachItem } from "./items.ts";
import { Progress } from "./progress.ts";

const soon = () => new Promise(setImmediate);

describe("working through items", () => {
  let progress: Progress;
  let stop: AbortController;
  const options = (parallel: number) => ({
    parallel,
    signal: stop.signal,
    progress,
    name: (item: number) => `item ${item}`,
  });
  beforeEach(() => {
    progress = new Progress();
    stop = new AbortController();
  });

  it("items: all are done, at most the given number at once", async () => {
    const done = new Set<number>();
    let running = 0;
    let most = 0;
    await eachItem([1, 2, 3, 4, 5, 6, 7], options(3), async (item) => {
      most = Math.max(most, ++running);
      await soon();
      running--;
      done.add(item);
    });
    expect(done.size).to.equal(7);
    expect(most).to.equal(3);
  });

  it("an item that fails: counted, and the others continue", async () => {
    await eachItem([1, 2, 3], options(2), async (item) => {
      if (item === 2) throw new ItemError("it is broken");
      progress.done();
    });
    expect(progress.counts).to.deep.equal({ done: 2, failed: 1, skipped: 0 });
    expect(progress.failures).to.deep.equal([{ item: "item 2", reason: "it is broken" }]);
  });

  it("any other error: stops once the items in progress have ended", async () => {
    const ended: number[] = [];
    const working = eachItem([1, 2, 3, 4], options(2), async (item) => {
      if (item === 1) throw new TypeError("a bug");
      await soon();
      ended.push(item);
    });
    expect((await rejection(working, TypeError)).message).to.equal("a bug");
    expect(ended).to.deep.equal([2]);
  });

  it("an aborted signal: no more items are started", async () => {
    const taken: number[] = [];
    const working = eachItem([1, 2, 3, 4], options(2), async (item) => {
      taken.push(item);
      await soon();
      stop.abort();
    });
    await rejection(working, InterruptedError);
    expect(taken).to.deep.equal([1, 2]);
  });

  it("a failure that the signal caused: not counted", async () => {
    const working = eachItem([1], options(1), async () => {
      stop.abort();
      throw new ItemError("the connection was closed");
    });
    await rejection(working, InterruptedError);
    expect(progress.counts.failed).to.equal(0);
  });
});
