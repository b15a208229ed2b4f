import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { defaultPatience } from "./patience.ts";
import { received } from "./received.ts";
import { RequestError } from "./request-error.ts";

describe("a supplier's pace", () => {
  const patience = { ...defaultPatience, slowest: { bytes: 1_000, ms: 30_000 } };
  const url = new URL("http://shop.example/feed");

  /** Reads a body of pieces that each take a while to come, by a clock of its own; `worked`: what is done with each takes so long. */
  async function read(pieces: readonly { readonly bytes: number; readonly ms: number }[], worked = 0) {
    let time = 0;
    let closed = false;
    async function* body() {
      try {
        for (const { bytes, ms } of pieces) {
          time += ms;
          yield Buffer.alloc(bytes);
        }
      } finally {
        closed = true;
      }
    }
    let total = 0;
    const response = { url, body: body() as never };
    try {
      for await (const piece of received(response, patience, () => time)) {
        total += piece.length;
        time += worked;
      }
    } finally {
      expect(closed, "the body is let go").to.equal(true);
    }
    return total;
  }

  it("a byte per second: too slow, a transient error", async () => {
    const bytewise = Array.from({ length: 60 }, () => ({ bytes: 1, ms: 1_000 }));
    const error = await rejection(read(bytewise), RequestError);
    expect(error.message).to.equal(
      "shop.example sends too slowly: 30 bytes in 30 s, and 1000 in 30 s are the least",
    );
    expect(error.transient && error.slow).to.equal(true);
  });

  it("each period: checked again, so a fast start does not allow a slow end", async () => {
    const tail = Array.from({ length: 40 }, () => ({ bytes: 1, ms: 1_000 }));
    await rejection(read([{ bytes: 1_000_000, ms: 30_000 }, ...tail]), RequestError);
  });

  it("a slow reader: does not count against the supplier", async () => {
    const pieces = Array.from({ length: 100 }, () => ({ bytes: 10, ms: 1 }));
    expect(await read(pieces, 60_000)).to.equal(1_000);
  });

  it("the least rate, or a small body that arrives soon: accepted", async () => {
    const piece = fc.record({ bytes: fc.integer({ min: 200, max: 5_000 }), ms: fc.constant(5_000) });
    await fc.assert(
      fc.asyncProperty(fc.array(piece), async (pieces) => {
        expect(await read(pieces)).to.equal(pieces.reduce((sum, { bytes }) => sum + bytes, 0));
      }),
    );
    expect(await read([{ bytes: 1, ms: 29_999 }])).to.equal(1);
  });
});
