import { expect } from "chai";
import fc from "fast-check";
import type { Chunk } from "../../contract/chunk.ts";
import {
  type Chunking,
  perItems,
  perSourceRun,
  perTenant,
  type TenantFacts,
} from "../../workflows/chunking.ts";
import { minutes } from "../../workflows/workflow.ts";

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

describe("a number of chunks for each tenant", () => {
  const worked = (workSeconds?: number): TenantFacts => ({
    ...having(),
    lastSuccess: async (workflow) => {
      expect(workflow, "the workflow that is planned").to.equal(undefined);
      return { ...{ tenant: "acme", runId: "run-7", endedAt: "" }, ...(workSeconds && { workSeconds }) };
    },
  });
  const count = async (chunking: Chunking<{ readonly parts: number }>, facts: TenantFacts) =>
    (await chunking.chunksOf(acme, { parts: 4 }, facts)).length;
  const parts = (params: { readonly parts: number }) => params.parts;

  it("is the parameters' unless a duration is aimed for", async () => {
    const chunks = await perTenant({ parts }).chunksOf(acme, { parts: 3 }, having());
    expect(chunks).to.deep.equal([0, 1, 2].map((part) => ({ part, parts: 3 })));
    expect(await count(perTenant({ parts }), worked(9999))).to.equal(4);
  });

  it("follows how long the last run worked, so that a chunk takes what is aimed for at most", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 3600 }),
        async (work, aim) => {
          const chunks = await count(perTenant({ parts, aim }), worked(work));
          expect(chunks).to.be.within(1, 1000);
          if (chunks < 1000) expect(work / chunks).to.be.at.most(aim);
          if (chunks > 1) expect(work / (chunks - 1)).to.be.above(aim);
        },
      ),
    );
  });

  it("is the parameters' until a run has succeeded and told how long it worked", async () => {
    const chunking = perTenant({ parts, aim: minutes(5) });
    expect(await count(chunking, having())).to.equal(4);
    expect(await count(chunking, worked())).to.equal(4);
    expect(await count(chunking, worked(minutes(30)))).to.equal(6);
    expect(await count(perTenant({ parts, aim: minutes(5), most: 2 }), worked(minutes(30)))).to.equal(2);
  });

  it("is refused where it makes no sense", async () => {
    for (const aim of [0, -1, Number.NaN]) expect(() => perTenant({ aim })).to.throw(RangeError, "an aim of");
    for (const most of [0, 1.5]) expect(() => perTenant({ aim: 60, most })).to.throw(RangeError, "at most");
    const failure = await Promise.resolve(perTenant({ parts: () => 0 }).chunksOf(acme, {}, having())).then(
      () => "planned",
      (error: Error) => error.message,
    );
    expect(failure).to.equal("tenant acme cannot be cut into 0 parts: at least 1 whole part");
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
