import { expect } from "chai";
import fc from "fast-check";
import { fieldChanges } from "./field-changes.ts";
import { renames } from "./renames.ts";
import { scheduleText } from "./schedule-text.ts";

describe("comparison of tenants", () => {
  it("equal values: no changed fields", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fieldChanges(value, structuredClone(value))).to.deep.equal([]);
      }),
    );
  });

  it("changed fields: by path; lists: added and removed entries", () => {
    const before = { feed: { url: "a", format: "csv" }, sizes: [{ w: 1 }, { w: 2 }], gone: true };
    const after = { feed: { format: "csv", url: "b" }, sizes: [{ w: 2 }, { w: 3 }] };
    expect(fieldChanges(before, after)).to.deep.equal([
      { field: "feed.url", before: "a", after: "b" },
      { field: "sizes", added: [{ w: 3 }], removed: [{ w: 1 }] },
      { field: "gone", before: true },
    ]);
  });

  it("renamed tenants: recognised only if unique", () => {
    const tenant = (id: string, name: string, workflows = {}) => ({ id, name, weight: 1, workflows });
    const of = (url: string) => ({ "catalog-import": { feed: { url } } });
    const gone = [tenant("a", "A", of("1")), tenant("b", "B", of("2")), tenant("c", "C", of("2"))];
    const added = [tenant("x", "X", of("1")), tenant("y", "Y", of("2")), tenant("z", "C", of("3"))];
    expect([...renames(gone, added)]).to.deep.equal([
      ["x", "a"],
      ["z", "c"],
    ]);
  });

  it("schedules: in words if possible, else as cron", () => {
    expect(scheduleText(undefined)).to.equal("by hand");
    expect(scheduleText({ cron: "5 3 * * ? *", timezone: "Europe/Warsaw" })).to.equal(
      "daily at 03:05 Europe/Warsaw",
    );
    expect(scheduleText({ cron: "0 3 ? * MON *", timezone: "UTC" })).to.equal("cron(0 3 ? * MON *) UTC");
  });
});
