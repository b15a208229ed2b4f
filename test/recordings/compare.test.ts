import type { Json } from "@batchline/asl";
import { expect } from "chai";
import { compare } from "./compare.ts";
import { Bindings } from "./placeholders.ts";
import type { Recording } from "./recording.ts";

describe("the comparison with a recording", () => {
  const recording: Recording = {
    id: "x",
    kind: "execution",
    usable: true,
    recordedOn: "01-01-2025, 00:00:00",
    calls: [],
    joins: {},
    placeholders: { "<queue>": "stand-in" },
    expected: {},
  };
  const found = (expected: Json, actual: Json) => {
    const bindings = new Bindings(recording, new Map([["stand-in", "real"]]));
    return compare(expected, actual, bindings, "key").map(({ path }) => path);
  };
  const event = (id: number, previousEventId: number, type: string, name = "") => ({
    id,
    previousEventId,
    type,
    name,
  });

  it("finds what is another value, missing or too much", () => {
    expect(found({ a: [1, { b: 2 }], c: 3 }, { a: [1, { b: 4 }], d: 5 })).to.deep.equal([
      "key.a[1].b",
      "key.c",
      "key.d",
    ]);
  });

  it("takes a placeholder for the name that it stands for, each time for the same", () => {
    expect(found(["<queue>", "<uuid:1>", "<uuid:1>"], ["real", "a", "a"])).to.deep.equal([]);
    expect(found(["<queue>", "<uuid:1>", "<uuid:1>"], ["other", "a", "b"])).to.deep.equal([
      "key[0]",
      "key[2]",
    ]);
  });

  it("ignores times and metadata", () => {
    const expected = { at: "datetime", text: "since date", ResponseMetadata: { HTTPStatusCode: 200 } };
    expect(found(expected, { at: "2026-01-02T03:04:05Z", text: "since 2026-01-02T03:04:05Z" })).to.be.empty;
  });

  it("compares side by side events as trees, but finds another parent", () => {
    const start = event(1, 0, "MapStateStarted");
    const expected = [
      start,
      event(2, 1, "A", "x"),
      event(3, 1, "A", "y"),
      event(4, 2, "B"),
      event(5, 3, "C"),
    ];
    const inOtherOrder = [
      start,
      event(2, 1, "A", "y"),
      event(3, 1, "A", "x"),
      event(4, 2, "C"),
      event(5, 3, "B"),
    ];
    expect(found(expected, inOtherOrder)).to.deep.equal([]);
    const crossed = [start, event(2, 1, "A", "y"), event(3, 1, "A", "x"), event(4, 2, "B"), event(5, 3, "C")];
    expect(found(expected, crossed)).not.to.deep.equal([]);
  });

  it("takes a refusal of the recordings' own SDK for any answer", () => {
    expect(found("Parameter validation failed:\nInvalid length", { Error: { Code: "ValidationException" } }))
      .to.be.empty;
  });
});
