import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { scheduleWith } from "../../testing/policies/schedules.ts";
import { scheduleDeadLetters as rule } from "./schedule-dead-letters.ts";

describe("policy schedule-dead-letters", () => {
  it("a schedule with a dead-letter queue, also before the queue exists: accepted", () => {
    for (const deadLetterConfig of [{ arn: "arn:aws:sqs:eu-central-1:000000000000:lost" }, { arn: unknown }])
      expect(check(rule, scheduleWith({}, { deadLetterConfig }))).to.deep.equal({
        violations: [],
        unchecked: [],
      });
  });

  it("a schedule without a dead-letter queue: refused", () => {
    for (const deadLetterConfig of [undefined, {}])
      expect(check(rule, scheduleWith({}, { deadLetterConfig })).violations).to.deep.equal([
        "target.deadLetterConfig",
      ]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, scheduleWith({ target: unknown })).unchecked).to.deep.equal(["target"]);
    expect(check(rule, scheduleWith({}, { deadLetterConfig: unknown })).unchecked).to.deep.equal([
      "target.deadLetterConfig",
    ]);
  });
});
