import { expect } from "chai";
import fc from "fast-check";
import type { Chunk } from "../../contract/chunk.ts";
import { type Chunking, perItems, perSourceRun, type TenantFacts } from "../../workflows/chunking.ts";

const acme = {
  id: "acme",
  name: "Acme",
  weight: 1,
  data: { bucket: "data", prefix: "tenants/acme/" },
  workflows: {},
};

/** A tenant that has these originals. */
const having = (...ids: string[]): TenantFacts => ({
  async *originals() {
    yield* ids;
  },
  lastSuccess: async () => undefined,
});

const originals = (size: number): Chunking =>
  perItems({ size, items: (facts) => facts.originals(), whyNone: "it has none" });

const covers = ({ items }: Pick<Chunk, "items">, id: string) =>
  items !== undefined && id <= items.through && (items.after === undefined || id > items.after);

describe("a chunk for so many items", () => {
  it("has every item in exactly one chunk, and all chunks full but the last", async () => {
    const id = fc.stringMatching(/^[0-9a-f]{1,6}$/);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(id), fc.integer({ min: 1, max: 7 }), async (unsorted, size) => {
        const ids = unsorted.toSorted();
        const chunks = await originals(size).chunksOf(acme, {}, having(...ids));
        for (const one of ids) expect(chunks.filter((chunk) => covers(chunk, one))).to.have.length(1);
        const sizes = chunks.map((chunk) => ids.filter((one) => covers(chunk, one)).length);
        expect(sizes.slice(0, -1).every((count) => count === size)).to.equal(true);
        expect(sizes.at(-1) ?? 0).to.equal(ids.length === 0 ? 0 : ids.length % size || size);
        expect(chunks.map(({ part, parts }) => [part, parts])).to.deep.equal(
          chunks.map((_, part) => [part, chunks.length]),
        );
      }),
    );
  });

  it("has none where there are no items", async () => {
    expect(await originals(1_000).chunksOf(acme, {}, having())).to.deep.equal([]);
  });

  it("refuses chunks of nothing when it is declared", () => {
    for (const size of [0, -1, 1.5, Number.NaN]) expect(() => originals(size)).to.throw(RangeError);
  });
});

describe("a chunk for what another workflow made", () => {
  const success = { tenant: "acme", runId: "run-7", endedAt: "2026-11-23T03:12:00.000Z" };
  const chunking = perSourceRun("catalog-import");

  it("names the other workflow's last run that succeeded", async () => {
    const facts: TenantFacts = {
      ...having(),
      lastSuccess: async (workflow) => (workflow === "catalog-import" ? success : undefined),
    };
    expect(await chunking.chunksOf(acme, {}, facts)).to.deep.equal([
      {
        part: 0,
        parts: 1,
        source: { workflow: "catalog-import", runId: "run-7", endedAt: "2026-11-23T03:12:00.000Z" },
      },
    ]);
  });

  it("is not there while no run has succeeded, and says what to run", async () => {
    expect(await chunking.chunksOf(acme, {}, having())).to.deep.equal([]);
    expect(chunking.whyNone).to.equal("catalog-import has not succeeded for it yet: run that first");
  });
});
