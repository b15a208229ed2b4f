import { expect } from "chai";
import fc from "fast-check";
import { existingKeys } from "./existing-keys.ts";

const prefix = "renditions/";
const key = (number: number) => `${prefix}${String(number).padStart(6, "0")}`;

/** Objects with these keys, and counts of what was asked. */
function storeOf(keys: readonly string[]) {
  const sorted = [...keys].sort();
  const asked = { heads: 0, listed: 0 };
  return {
    asked,
    async *keys(_prefix: string, after = "") {
      for (const each of sorted) {
        if (each <= after) continue;
        asked.listed++;
        yield each;
      }
    },
    async has(each: string) {
      asked.heads++;
      return keys.includes(each);
    },
  };
}

describe("which of many objects there are", () => {
  it("keys: listed up to the last wanted one", async () => {
    const store = storeOf([1, 2, 3, 5, 6, 7].map(key));
    expect([...(await existingKeys(store, prefix, [key(5), key(3), key(4)]))]).to.deep.equal([
      key(3),
      key(5),
    ]);
    expect(store.asked).to.deep.equal({ heads: 0, listed: 4 });
  });

  it("no wanted keys: no request", async () => {
    const store = storeOf([key(1)]);
    expect((await existingKeys(store, prefix, [])).size).to.equal(0);
    expect(store.asked).to.deep.equal({ heads: 0, listed: 0 });
  });

  it("a listing that finds few of them: keys are requested one by one", async () => {
    const store = storeOf(Array.from({ length: 5_000 }, (_, number) => key(number)));
    const wanted = [key(0), key(2_000), key(4_999), key(9_000)];
    expect([...(await existingKeys(store, prefix, wanted))].sort()).to.deep.equal(wanted.slice(0, 3));
    expect(store.asked).to.deep.equal({ heads: 3, listed: 1_000 });
  });

  it("any stored and any wanted keys: the wanted keys that exist are found", async () => {
    const some = fc.uniqueArray(fc.integer({ min: 0, max: 3_000 }), { maxLength: 2_500 });
    await fc.assert(
      fc.asyncProperty(some, some, async (there, wanted) => {
        const found = await existingKeys(storeOf(there.map(key)), prefix, wanted.map(key));
        const known = new Set(there);
        expect([...found].sort()).to.deep.equal(
          wanted
            .filter((number) => known.has(number))
            .map(key)
            .sort(),
        );
      }),
    );
  });
});
