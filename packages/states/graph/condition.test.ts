import { expect } from "chai";
import { conditionOf } from "./condition.ts";

describe("a choice rule in a few words", () => {
  const rules: readonly [rule: Record<string, unknown>, words: string][] = [
    [{ Condition: "{% $plan.chunks = 0 %}" }, "$plan.chunks = 0"],
    [{ Condition: "{% $a\n  and $b %}" }, "$a and $b"],
    [{ Variable: "$.n", NumericGreaterThanEquals: 3 }, "$.n ≥ 3"],
    [{ Variable: "$.a", StringEqualsPath: "$.b" }, "$.a = $.b"],
    [{ Variable: "$.a", StringMatches: "log-*" }, '$.a matches "log-*"'],
    [{ Variable: "$.a", TimestampLessThan: "2026-01-01T00:00:00Z" }, '$.a < "2026-01-01T00:00:00Z"'],
    [{ Variable: "$.a", IsPresent: true }, "$.a is present"],
    [{ Variable: "$.a", IsNull: false }, "$.a is not null"],
    [{ Not: { Variable: "$.a", BooleanEquals: true } }, "not ($.a = true)"],
    [
      {
        Or: [
          { Variable: "$.a", IsNull: true },
          { Variable: "$.a", NumericEquals: 1 },
        ],
      },
      "$.a is null or $.a = 1",
    ],
  ];
  for (const [rule, words] of rules) {
    it(`is ${words}`, () => {
      expect(conditionOf({ Next: "X", ...rule })).to.equal(words);
    });
  }

  it("is cut when it is long", () => {
    const words = conditionOf({ Condition: `{% ${"$a + ".repeat(30)}1 %}` });
    expect([...words].length).to.be.at.most(60);
    expect(words).to.match(/^\$a \+ .*…$/);
  });
});
