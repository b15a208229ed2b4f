import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { getInBatches, type ItemKey, ItemsLeftOverError } from "./get-in-batches.ts";

const keys = Array.from({ length: 950 }, (_, index) => ({ pk: "a", sk: String(index) }));

async function collect(items: AsyncIterable<ItemKey>): Promise<string[]> {
  const all: string[] = [];
  for await (const { sk } of items) all.push(sk);
  return all;
}

describe("getting many items", () => {
  it("keeps the order of the keys, and leaves out what is missing", async () => {
    const sizes: number[] = [];
    const found = await collect(
      getInBatches(
        keys,
        async (batch) => {
          sizes.push(batch.length);
          return { items: batch.filter(({ sk }) => sk !== "7").toReversed(), leftOver: [] };
        },
        async () => {},
      ),
    );
    expect(found).to.deep.equal(keys.map(({ sk }) => sk).filter((sk) => sk !== "7"));
    expect(Math.max(...sizes)).to.equal(100);
  });

  it("asks again for what DynamoDB left over", async () => {
    const found = await collect(
      getInBatches(
        keys,
        async ([first, ...others]) => ({ items: first ? [first] : [], leftOver: others.slice(0, 5) }),
        async () => {},
      ),
    );
    expect(found.slice(0, 7)).to.deep.equal(["0", "1", "2", "3", "4", "5", "100"]);
  });

  it("asks as long as DynamoDB returns something", async () => {
    const found = await collect(
      getInBatches(
        keys.slice(0, 100),
        async ([first, ...others]) => ({ items: first ? [first] : [], leftOver: others }),
        async () => {},
      ),
    );
    expect(found).to.have.length(100);
  });

  it("gives up when DynamoDB leaves all over", async () => {
    const pauses: number[] = [];
    const all = getInBatches(
      keys.slice(0, 1),
      async (batch) => ({ items: [], leftOver: batch }),
      async (ms) => pauses.push(ms),
    );
    await rejection(collect(all), ItemsLeftOverError);
    expect(pauses).to.have.length(7);
  });
});
