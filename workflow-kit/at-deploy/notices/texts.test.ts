import { expect } from "chai";
import type { RunNotice, TenantNotice } from "./notice.ts";
import { oneLine } from "./one-line.ts";
import { operatorsText } from "./operators-text.ts";
import { tenantText } from "./tenant-text.ts";

const times = { startedAt: "2026-11-28T02:00:00.000Z", endedAt: "2026-11-28T03:12:34.000Z" };
const tenants = (...ids: string[]) => ids.map((id) => ({ id, name: `Shop ${id}` }));
const notice = (fields: Partial<RunNotice> = {}): RunNotice => ({
  ...{ stack: "prod", workflow: "import", runId: "run-1", status: "FAILED", reason: "2 tenants failed" },
  ...{ ...times, broke: [], stillBroken: [], wellAgain: [], causes: [], commands: [], ...fields },
});
const tenantNotice = (fields: Partial<TenantNotice> = {}): TenantNotice => ({
  ...{ workflow: "import", runId: "run-1", tenant: { id: "acme", name: "Acme" }, health: "broken" },
  ...{ ...times, isChange: true, items: {}, ...fields },
});

describe("the standard text for operators", () => {
  it("says what broke, what still is, what is well again, why, and what to type", () => {
    const causes: RunNotice["causes"] = [
      {
        ...{ key: "a", kind: "stage", effect: "failed", sentence: "the feed answered 503" },
        ...{ help: "ask the supplier", tenants: ["a", "b"], chunks: 12 },
      },
      {
        key: "b",
        kind: "machine",
        effect: "failed",
        sentence: "the state Plan failed",
        tenants: [],
        chunks: 0,
      },
    ];
    const lists = { broke: tenants("a", "b"), stillBroken: tenants("c"), wellAgain: tenants("d") };
    const commands = ["npx batchline why run-1 --stack prod"];
    expect(operatorsText(notice({ ...lists, causes, commands }))).to.deep.equal({
      subject: "[prod] import broke for 2 tenants, well again for 1",
      text: `import on the stack prod: broke for 2 tenants, well again for 1. The run run-1 ended at 2026-11-28 03:12 UTC.
2 tenants failed

Broke now:
  a (Shop a)
  b (Shop b)

Still broken:
  c (Shop c)

Well again:
  d (Shop d)

Why:
  12 chunks of 2 tenants: the feed answered 503; ask the supplier
  the state Plan failed

What to type:
  npx batchline why run-1 --stack prod
`,
    });
  });

  for (const [subject, fields] of [
    ["is well again", { status: "SUCCEEDED", wellAgain: tenants("a") }],
    ["is well again", { status: "SUCCEEDED", itself: "wellAgain" }],
    ["failed", { itself: "broke" }],
    ["failed as before", { stillBroken: tenants("a") }],
    ["succeeded", { status: "SUCCEEDED" }],
  ] as const) {
    it(`has the subject "${subject}"`, () => {
      expect(operatorsText(notice(fields)).subject).to.equal(`[prod] import ${subject}`);
    });
  }

  it("names ten tenants at most", () => {
    const many = tenants(...Array.from({ length: 1_000 }, (_, place) => `t${place}`));
    const { text } = operatorsText(notice({ broke: many }));
    expect(text).to.contain("t9 (").and.contain("and 990 more").and.not.contain("t10 (");
  });
});

describe("the standard mail to a contact", () => {
  it("says what failed, why, and that no further mail comes before it works again", () => {
    const items = { fetch: { done: 3, failed: 1, skipped: 2 } };
    expect(tenantText(tenantNotice({ items, reason: "the feed answered 503" }))).to.deep.equal({
      subject: "Acme: import failed",
      text: `import failed for Acme at 2026-11-28 03:12 UTC.

Why: the feed answered 503

Items of each stage:
  fetch: 3 done, 1 failed, 2 skipped

You get the next mail when it works again.

Run run-1, tenant acme
`,
    });
  });

  for (const [subject, fields] of [
    ["works again", { health: "well" }],
    ["succeeded", { health: "well", isChange: false }],
    ["failed again", { isChange: false }],
  ] as const) {
    it(`has the subject "${subject}"`, () => {
      expect(tenantText(tenantNotice(fields)).subject).to.equal(`Acme: import ${subject}`);
    });
  }

  it("names the operators where the tenant can do nothing", () => {
    expect(tenantText(tenantNotice()).text).to.contain("Why: ask the operators of the service\n");
  });
});

describe("text of others", () => {
  it("is one line, cut, without what a program obeys", () => {
    expect(oneLine("  a\r\n\tb\u001b[31m\u202ec ")).to.equal("a b\ufffd[31m\ufffdc");
    expect(oneLine("x".repeat(301))).to.equal(`${"x".repeat(299)}…`);
  });
});
