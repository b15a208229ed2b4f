import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { atMost } from "./at-most.ts";
import { partOf } from "./decode-feed.ts";

async function drain(source: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of source) bytes += chunk.length;
  return bytes;
}

async function* chunks(...sizes: number[]) {
  for (const size of sizes) yield new Uint8Array(size);
}

describe("a feed's size limit", () => {
  it("a feed of exactly the limit: read", async () => {
    expect(await drain(atMost(chunks(2 ** 19, 2 ** 19), 2 ** 20))).to.equal(2 ** 20);
  });

  it("one byte more: refused", async () => {
    const error = await rejection(drain(atMost(chunks(2 ** 20, 1), 2 ** 20)), BadDataError);
    expect(error.message).to.equal("the feed is larger than 1 MiB");
  });
});

describe("a catalogue in parts", () => {
  it("a product: in exactly one part, always the same", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1000 }), (id, parts) => {
        expect(partOf(id, parts)).to.be.within(0, parts - 1);
        expect(partOf(id, parts)).to.equal(partOf(id, parts));
      }),
    );
  });

  it("parts: about the same size", () => {
    const sizes = [0, 0, 0, 0];
    for (let product = 0; product < 4_000; product++) {
      const part = partOf(`ACM-${product}`, 4);
      sizes[part] = (sizes[part] ?? 0) + 1;
    }
    for (const size of sizes) expect(size).to.be.within(900, 1_100);
  });
});
