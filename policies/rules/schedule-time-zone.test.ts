import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { scheduleWith } from "../../testing/policies/schedules.ts";
import { scheduleTimeZone as rule } from "./schedule-time-zone.ts";

describe("policy schedule-time-zone", () => {
  const without = (changed: object) => {
    const { scheduleExpressionTimezone: _, ...props } = scheduleWith(changed).props;
    return { ...scheduleWith({}), props };
  };

  it("a schedule with a time zone: accepted", () => {
    expect(check(rule, scheduleWith({}))).to.deep.equal({ violations: [], unchecked: [] });
  });

  for (const scheduleExpression of ["cron(0 3 * * ? *)", "at(2026-12-24T18:00:00)"])
    it(`${scheduleExpression} without one: refused`, () => {
      expect(check(rule, without({ scheduleExpression })).violations).to.deep.equal([
        "scheduleExpressionTimezone",
      ]);
    });

  it("a rate: needs no time zone", () => {
    expect(check(rule, without({ scheduleExpression: "rate(1 hour)" })).violations).to.deep.equal([]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, without({ scheduleExpression: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["scheduleExpression"],
    });
    // That there is a time zone is known before which.
    expect(check(rule, scheduleWith({ scheduleExpressionTimezone: unknown }))).to.deep.equal({
      violations: [],
      unchecked: [],
    });
  });
});
