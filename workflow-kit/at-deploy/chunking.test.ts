import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import type { Chunk } from "../../contract/chunk.ts";
import { type ItemCounts, noItems, type RunWork } from "../../contract/records.ts";
import { type Chunking, ChunkingError, listedPrefixes, type TenantFacts } from "./chunking.ts";
import { perItems } from "./per-items.ts";
import { perSourceRun, perTenant } from "./per-tenant.ts";
import { minutes } from "./workflow.ts";

const acme = {
  id: "acme",
  name: "Acme",
  weight: 1,
  data: { bucket: "data", prefix: "tenants/acme/" },
  workflows: {},
};

/** A tenant that has these originals. */
const having = (...ids: string[]): TenantFacts => ({
  async *names() {
    yield* ids;
  },
  lastSuccess: async () => undefined,
  source: async (workflow, { runId, endedAt }) => ({ workflow, runId, endedAt }),
});

const originals = (size: number): Chunking =>
  perItems({ size, prefix: "originals/", whyNone: "it has none" });

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
    for (const size of [0, -1, 1.5, Number.NaN]) {
      expect(() => originals(size))
        .to.throw(ChunkingError)
        .with.property("code", "BL-W002");
    }
  });
});

describe("a chunk for as many items as take about as long as is aimed for", () => {
  const aimed = (aim: number): Chunking =>
    perItems({
      ...{ size: 100, aim, most: 500 },
      prefix: "originals/",
      whyNone: "it has none",
    });
  const ids = Array.from({ length: 2_000 }, (_, number) => String(number).padStart(4, "0"));
  const run = (workSeconds: number, items: Partial<ItemCounts>): RunWork => ({
    ...{ runId: `run-${workSeconds}`, workSeconds },
    items: { ...noItems, ...items },
  });
  const ranFor = (...work: RunWork[]): TenantFacts => ({
    ...having(...ids),
    lastSuccess: async () => ({ tenant: "acme", runId: "run-7", endedAt: "", work }),
  });
  /** How many items are in the first chunk. */
  const size = async (chunking: Chunking, facts: TenantFacts) => {
    const [first] = await chunking.chunksOf(acme, {}, facts);
    return ids.filter((one) => first !== undefined && covers(first, one)).length;
  };

  it("has every item in exactly one chunk, always in the same order, and keeps to its bounds", async () => {
    const runs = fc.array(
      fc.record({ seconds: fc.nat(100_000), done: fc.nat(5_000), skipped: fc.nat(5_000) }),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(runs, fc.integer({ min: 1, max: 3_600 }), async (before, aim) => {
        const facts = ranFor(...before.map(({ seconds, ...items }) => run(seconds, items)));
        const chunks = await aimed(aim).chunksOf(acme, {}, facts);
        const sizes = chunks.map((chunk) => ids.filter((one) => covers(chunk, one)).length);
        expect(sizes.reduce((sum, count) => sum + count, 0)).to.equal(ids.length);
        expect(chunks.map(({ items }) => items?.after)).to.deep.equal([
          undefined,
          ...chunks.slice(0, -1).map(({ items }) => items?.through),
        ]);
        for (const count of sizes.slice(0, -1)) expect(count).to.be.within(10, 500).and.equal(sizes[0]);
        expect(await aimed(aim).chunksOf(acme, {}, facts)).to.deep.equal(chunks);
      }),
    );
  });

  it("goes by the median, so that one run that is out of the ordinary counts no more than its neighbours", async () => {
    const usual = fc.array(fc.integer({ min: 200, max: 400 }), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(usual, fc.nat(1_000_000), fc.nat(4), async (seconds, odd, place) => {
        const runs = seconds.toSpliced(place, 0, odd).map((each) => run(each, { done: 1_000 }));
        // 0.2 to 0.4 s an item.
        expect(await size(aimed(60), ranFor(...runs))).to.be.within(150, 300);
      }),
    );
  });

  it("is the declared size until a run has measured the time of an item", async () => {
    const old = { tenant: "acme", runId: "run-7", endedAt: "", workSeconds: 500 };
    expect(await size(aimed(60), having(...ids))).to.equal(100);
    expect(await size(aimed(60), { ...having(...ids), lastSuccess: async () => old })).to.equal(100);
    expect(await size(aimed(60), ranFor(run(9, { done: 10, skipped: 990 })))).to.equal(100);
    expect(await size(aimed(60), ranFor(run(500, { done: 900, failed: 50, skipped: 50 })))).to.equal(120);
    expect(await size(aimed(60), ranFor(run(0, { done: 1_000 })))).to.equal(500);
  });

  it("refuses bounds that make no sense when it is declared", () => {
    const made = (options: { readonly size: number; aim?: number; least?: number; most?: number }) => () =>
      perItems({ ...options, prefix: "originals/", whyNone: "it has none" });
    for (const aim of [0, -1, Number.NaN])
      expect(made({ size: 10, aim })).to.throw(ChunkingError, "an aim of");
    for (const bounds of [{ least: 11 }, { most: 9 }, { least: 0 }, { least: 1.5 }]) {
      expect(made({ size: 10, ...bounds })).to.throw(ChunkingError, "1 ≤ least ≤ size ≤ most");
    }
  });
});

describe("the prefixes that planning lists", () => {
  const prefixed = (prefix: string) => ({ chunks: perItems({ size: 1, prefix, whyNone: "none" }) });

  it("are those of all workflows, each once", () => {
    const workflows = [prefixed("b/"), { chunks: perTenant() }, prefixed("a/"), prefixed("b/")];
    expect(listedPrefixes(workflows)).to.deep.equal(["b/", "a/"]);
  });

  it("are refused where they reach beyond a folder of the tenant's", () => {
    for (const prefix of ["", "/", "a", "*/", "/a/"]) {
      expect(() => prefixed(prefix))
        .to.throw(ChunkingError)
        .with.property("code", "BL-W002");
    }
  });
});

describe("a number of chunks for each tenant", () => {
  const ranFor = (...seconds: number[]): TenantFacts => ({
    ...having(),
    lastSuccess: async (workflow) => {
      expect(workflow, "the workflow that is planned").to.equal(undefined);
      const work = seconds.map((workSeconds) => ({ runId: "run", workSeconds, items: noItems }));
      return { tenant: "acme", runId: "run-7", endedAt: "", work };
    },
  });
  const count = async (chunking: Chunking<{ readonly parts?: number }>, facts: TenantFacts, parts?: number) =>
    (await chunking.chunksOf(acme, parts === undefined ? {} : { parts }, facts)).length;
  const parts = (params: { readonly parts?: number }) => params.parts;

  it("is what the parameters ask for, whatever history says", async () => {
    const chunks = await perTenant({ parts }).chunksOf(acme, { parts: 3 }, having());
    expect(chunks).to.deep.equal([0, 1, 2].map((part) => ({ part, parts: 3 })));
    expect(await count(perTenant({ parts, aim: minutes(5) }), ranFor(9_999), 4)).to.equal(4);
    expect(await count(perTenant({ parts }), ranFor(9_999))).to.equal(1);
  });

  it("follows how long the last run worked, so that a chunk takes what is aimed for at most", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 3600 }),
        async (work, aim) => {
          const chunks = await count(perTenant({ parts, aim }), ranFor(work));
          expect(chunks).to.be.within(1, 1000);
          if (chunks < 1000) expect(work / chunks).to.be.at.most(aim);
          if (chunks > 1) expect(work / (chunks - 1)).to.be.above(aim);
        },
      ),
    );
  });

  it("goes by the median of the last runs", async () => {
    const chunking = perTenant({ aim: 60 });
    expect(await count(chunking, ranFor(600, 1, 660, 90_000, 610))).to.equal(11);
    expect(await count(chunking, ranFor(600, 720))).to.equal(11);
  });

  it("is `first` until a successful run has measured the work", async () => {
    const chunking = perTenant({ parts, aim: minutes(5), first: 4 });
    expect(await count(chunking, having())).to.equal(4);
    expect(await count(chunking, ranFor())).to.equal(4);
    expect(await count(chunking, ranFor(minutes(30)))).to.equal(6);
    expect(await count(perTenant({ aim: minutes(5), most: 2 }), ranFor(minutes(30)))).to.equal(2);
  });

  it("reads what was remembered of one run only", async () => {
    const old = { tenant: "acme", runId: "run-7", endedAt: "", workSeconds: minutes(30) };
    const facts = { ...having(), lastSuccess: async () => old };
    expect(await count(perTenant({ aim: minutes(5) }), facts)).to.equal(6);
  });

  it("is refused where it makes no sense", async () => {
    for (const aim of [0, -1, Number.NaN])
      expect(() => perTenant({ aim })).to.throw(ChunkingError, "an aim of");
    for (const most of [0, 1.5])
      expect(() => perTenant({ aim: 60, most })).to.throw(ChunkingError, `most: ${most} is not`);
    for (const first of [0, 1.5])
      expect(() => perTenant({ first })).to.throw(ChunkingError, `first: ${first} is not`);
    const failure = await rejection(
      Promise.resolve(perTenant({ parts: () => 0 }).chunksOf(acme, {}, having())),
    );
    expect(failure).to.include({
      code: "BL-W003",
      message: "tenant acme asks for 0 chunks: use a whole number of at least 1",
    });
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

  it("can be one of several, as many as its own history asks for", async () => {
    const items = { done: 5, failed: 0, skipped: 0 };
    const own = { ...success, work: [{ runId: "run-6", workSeconds: minutes(9), items }] };
    const facts: TenantFacts = {
      ...having(),
      lastSuccess: async (workflow?: string) => (workflow === undefined ? own : success),
    };
    const chunks = await perSourceRun("catalog-import", { aim: minutes(5) }).chunksOf(acme, {}, facts);
    expect(chunks.map(({ part, parts, source }) => [part, parts, source?.runId])).to.deep.equal([
      [0, 2, "run-7"],
      [1, 2, "run-7"],
    ]);
  });

  it("is not there while no run has succeeded, and says what to run", async () => {
    expect(await chunking.chunksOf(acme, {}, having())).to.deep.equal([]);
    expect(chunking.whyNone).to.equal("catalog-import has not succeeded for it yet: run that first");
  });
});
