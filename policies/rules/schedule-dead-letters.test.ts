import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { scheduleWith } from "../../testing/policies/schedules.ts";
import { scheduleDeadLetters as rule } from "./schedule-dead-letters.ts";

describe("policy schedule-dead-letters", () => {
  it("is kept by a schedule with a dead-letter queue, also before the queue exists", () => {
    for (const deadLetterConfig of [{ arn: "arn:aws:sqs:eu-central-1:000000000000:lost" }, { arn: unknown }])
      expect(judge(rule, scheduleWith({}, { deadLetterConfig }))).to.deep.equal({
        violations: [],
        unjudged: [],
      });
  });

  it("refuses one without", () => {
    for (const deadLetterConfig of [undefined, {}])
      expect(judge(rule, scheduleWith({}, { deadLetterConfig })).violations).to.deep.equal([
        "target.deadLetterConfig is missing",
      ]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, scheduleWith({ target: unknown })).unjudged).to.deep.equal(["target"]);
    expect(judge(rule, scheduleWith({}, { deadLetterConfig: unknown })).unjudged).to.deep.equal([
      "target.deadLetterConfig",
    ]);
  });
});
