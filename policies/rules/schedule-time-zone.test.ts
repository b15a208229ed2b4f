import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { scheduleWith } from "../../testing/policies/schedules.ts";
import { scheduleTimeZone as rule } from "./schedule-time-zone.ts";

describe("policy schedule-time-zone", () => {
  const without = (changed: object) => {
    const { scheduleExpressionTimezone: _, ...props } = scheduleWith(changed).props;
    return { ...scheduleWith({}), props };
  };

  it("is kept by a schedule with a time zone", () => {
    expect(judge(rule, scheduleWith({}))).to.deep.equal({ violations: [], unjudged: [] });
  });

  for (const scheduleExpression of ["cron(0 3 * * ? *)", "at(2026-12-24T18:00:00)"])
    it(`refuses ${scheduleExpression} without one`, () => {
      expect(judge(rule, without({ scheduleExpression })).violations).to.deep.equal([
        `scheduleExpressionTimezone is missing: ${scheduleExpression} would be in UTC`,
      ]);
    });

  it("needs none for a rate", () => {
    expect(judge(rule, without({ scheduleExpression: "rate(1 hour)" })).violations).to.deep.equal([]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, without({ scheduleExpression: unknown }))).to.deep.equal({
      violations: [],
      unjudged: ["scheduleExpression"],
    });
    // That there is a time zone is known before which.
    expect(judge(rule, scheduleWith({ scheduleExpressionTimezone: unknown }))).to.deep.equal({
      violations: [],
      unjudged: [],
    });
  });
});
