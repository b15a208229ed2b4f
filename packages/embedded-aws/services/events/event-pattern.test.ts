import { expect } from "chai";
import fc from "fast-check";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { eventPattern } from "./event-pattern.ts";

const event = {
  source: "aws.batch",
  "detail-type": "Batch Job State Change",
  detail: {
    status: "FAILED",
    attempts: 3,
    host: "10.0.1.7",
    tags: ["a", "b"],
    reason: null,
    deep: [{ x: 1 }, { x: 2 }],
  },
};
const matches = (pattern: unknown) => eventPattern(pattern)(event);
const ofDetail = (field: string, ...values: unknown[]) => matches({ detail: { [field]: values } });

describe("event patterns", () => {
  it("match if each field has one of its values", () => {
    expect(matches({ source: ["aws.batch", "aws.states"], detail: { status: ["FAILED"] } })).to.equal(true);
    expect(matches({ source: ["aws.batch"], detail: { status: ["SUCCEEDED"] } })).to.equal(false);
    expect(ofDetail("reason", null)).to.equal(true);
    expect(ofDetail("missing", null)).to.equal(false);
    expect(ofDetail("attempts", "3")).to.equal(false);
  });

  it("match any item of an array", () => {
    expect(ofDetail("tags", "b")).to.equal(true);
    expect(ofDetail("tags", "c")).to.equal(false);
    expect(matches({ detail: { deep: { x: [2] } } })).to.equal(true);
  });

  it("support the operators", () => {
    expect(ofDetail("status", { prefix: "FAI" })).to.equal(true);
    expect(ofDetail("status", { prefix: { "equals-ignore-case": "fai" } })).to.equal(true);
    expect(ofDetail("status", { suffix: "LED" })).to.equal(true);
    expect(ofDetail("status", { "equals-ignore-case": "failed" })).to.equal(true);
    expect(ofDetail("status", { wildcard: "F*L*D" })).to.equal(true);
    expect(ofDetail("status", { wildcard: "F*L" })).to.equal(false);
    expect(ofDetail("attempts", { numeric: [">", 2, "<=", 3] })).to.equal(true);
    expect(ofDetail("attempts", { numeric: ["=", 4] })).to.equal(false);
    expect(ofDetail("host", { cidr: "10.0.0.0/16" })).to.equal(true);
    expect(ofDetail("host", { cidr: "10.1.0.0/16" })).to.equal(false);
    expect(ofDetail("missing", { exists: false })).to.equal(true);
    expect(ofDetail("status", { exists: false })).to.equal(false);
    expect(ofDetail("status", { "anything-but": "FAILED" })).to.equal(false);
    expect(ofDetail("status", { "anything-but": ["RUNNING", "SUCCEEDED"] })).to.equal(true);
    expect(ofDetail("status", { "anything-but": { prefix: "FAI" } })).to.equal(false);
    expect(ofDetail("missing", { "anything-but": "x" })).to.equal(false);
  });

  it("support alternatives with $or", () => {
    const pattern = { $or: [{ detail: { status: ["RUNNING"] } }, { source: [{ prefix: "aws." }] }] };
    expect(matches(pattern)).to.equal(true);
    expect(matches({ detail: { $or: [{ status: ["RUNNING"] }, { attempts: [4] }] } })).to.equal(false);
  });

  it("match an event made of their own plain values", () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const name = fc.stringMatching(/^[a-z]{1,5}$/);
    fc.assert(
      fc.property(
        fc.dictionary(name, scalar),
        fc.dictionary(name, scalar, { minKeys: 1 }),
        (outer, detail) => {
          const patternOf = (fields: object) =>
            Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, [value]]));
          const { detail: _, ...rest } = outer;
          expect(
            eventPattern({ ...patternOf(rest), detail: patternOf(detail) })({ ...rest, detail }),
          ).to.equal(true);
        },
      ),
    );
  });

  it("report errors in EventBridge's words", () => {
    expect(() => eventPattern({ detail: { status: "FAILED" } })).to.throw(
      AwsError,
      'Event pattern is not valid. Reason: "status" must be an object or an array',
    );
    expect(() => eventPattern({ source: [{ begins: "x" }] })).to.throw(
      "Reason: Unrecognized match type begins",
    );
    expect(() => eventPattern({ source: [] })).to.throw("Reason: Empty arrays are not allowed");
    expect(() => eventPattern({ n: [{ numeric: [">", "1"] }] })).to.throw(
      "Reason: Value of > must be numeric",
    );
    const reasons: readonly (readonly [object, string])[] = [
      [{ n: [{ numeric: ["~", 1] }] }, "Unrecognized numeric range operator: ~"],
      [{ n: [{ numeric: ["<", 9, ">", 1] }] }, "Too many elements in numeric expression"],
      [{ n: [{ numeric: [">=", 1, ">", 2] }] }, "Bad numeric range operator: >"],
      [{ n: [{ numeric: [">", 20, 30] }] }, "Bad value in numeric range: 30"],
      [{ n: [{ "anything-but": { cidr: "x" } }] }, "Unsupported anything-but pattern: cidr"],
      [{ n: [{ prefix: 1 }] }, "prefix match pattern must be a string"],
      [{ n: [{ wildcard: "a**" }] }, "Consecutive wildcard characters"],
      [{ n: [{ exists: "yes" }] }, "exists match pattern must be either true or false."],
      [{ n: [{ prefix: "a", suffix: "b" }] }, "Only one key allowed in match expression"],
      [{ n: [["a"]] }, "Match value must be String, number, true, false, or null"],
      [{}, "Empty objects are not allowed"],
    ];
    for (const [pattern, reason] of reasons)
      expect(() => eventPattern(pattern), reason).to.throw(`Event pattern is not valid. Reason: ${reason}`);
  });
});
