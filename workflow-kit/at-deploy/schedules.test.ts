import { expect } from "chai";
import fc from "fast-check";
import { workflows } from "../../workflows/declarations.ts";
import { cronProblems, fixedCron } from "./cron.ts";
import { timeZoneProblem } from "./known-time-zones.ts";

describe("workflows: schedules", () => {
  const right = [
    "0 3 * * ? *",
    "*/15 8-18 ? * MON-FRI *",
    "0 0 1,15 JAN-JUN ? 2026-2030",
    "5/10 0 L * ? *",
    "0 9 15W * ? *",
    "0 9 ? * 6L *",
    "0 9 ? * mon#2 *",
  ];
  for (const cron of right) {
    it(`takes ${cron}`, () => {
      expect(cronProblems(cron)).to.deep.equal([]);
    });
  }

  const wrong: readonly [cron: string, message: string][] = [
    ["0 3 * * *", "does not have the six fields minutes hours day-of-month month day-of-week year"],
    ["60 3 * * ? *", 'minutes cannot be "60": 0–59'],
    ["0 24 * * ? *", 'hours cannot be "24": 0–23'],
    ["0 3 0 * ? *", 'day-of-month cannot be "0": 1–31'],
    ["0 3 * 13 ? *", 'month cannot be "13": 1–12 or JAN–DEC'],
    ["0 3 ? * MOON *", 'day-of-week cannot be "MOON": 1–7 or SUN–SAT'],
    ["0 3 ? * 0 *", 'day-of-week cannot be "0"'],
    ["0 3 * * ? 1969", 'year cannot be "1969"'],
    ["0/0 3 * * ? *", 'minutes cannot be "0/0"'],
    ["0 3 ?,1 * ? *", 'day-of-month cannot be "?,1"'],
    ["0 3 * * * *", 'write ? for one of day-of-month and day-of-week, not "*" and "*"'],
    ["0 3 ? * ? *", 'write ? for one of day-of-month and day-of-week, not "?" and "?"'],
  ];
  for (const [cron, message] of wrong) {
    it(`refuses ${cron}`, () => {
      expect(cronProblems(cron).join("\n")).to.contain(message);
    });
  }

  it("takes every time of every day, and says all that is wrong at once", () => {
    const field = (least: number, most: number) =>
      fc.oneof(fc.constant("*"), fc.integer({ min: least, max: most }).map(String));
    fc.assert(
      fc.property(field(0, 59), field(0, 23), field(1, 31), field(1, 12), (minute, hour, day, month) => {
        expect(cronProblems(`${minute} ${hour} ${day} ${month} ? *`)).to.deep.equal([]);
      }),
    );
    expect(cronProblems("x 99 * * ? *")).to.have.length(2);
  });

  it("fixes expressions for Unix, and a missing ?, if their meaning is clear", () => {
    for (const [cron, fixed] of [
      ["0 3 * * *", "0 3 * * ? *"],
      ["*/10 8-18 * * MON-FRI", "*/10 8-18 ? * MON-FRI *"],
      ["0 3 1 * *", "0 3 1 * ? *"],
      ["0 3 * * * *", "0 3 * * ? *"],
      // Unix's Monday is the other's Sunday.
      ["0 3 * * 1", undefined],
      ["0 3 1 * MON", undefined],
      ["0 99 * * *", undefined],
      ["daily", undefined],
      ["", undefined],
    ] as const) {
      expect(fixedCron(cron), cron).to.equal(fixed);
    }
  });

  it("takes IANA time zones, and suggests the nearest", () => {
    for (const zone of ["Europe/Warsaw", "UTC", "America/Argentina/Buenos_Aires"]) {
      expect(timeZoneProblem(zone)).to.equal(undefined);
    }
    expect(timeZoneProblem("Europe/Warsawa")).to.contain('did you mean "Europe/Warsaw"');
    for (const name of ["europe/warsaw", "PST", "IST", "utc"]) {
      expect(timeZoneProblem(name), name).to.contain("not an IANA time zone");
    }
    for (const link of ["Asia/Kolkata", "US/Pacific", "CET"]) {
      expect(timeZoneProblem(link), link).to.equal(undefined);
    }
    expect(timeZoneProblem("+01:00")).to.contain("not an IANA time zone");
    expect(timeZoneProblem("")).to.contain("not an IANA time zone");
  });

  it("is one that EventBridge Scheduler takes for every workflow", () => {
    for (const { name, schedule } of workflows) {
      if (schedule === undefined) continue;
      expect([cronProblems(schedule.cron), timeZoneProblem(schedule.timezone)], name).to.deep.equal([
        [],
        undefined,
      ]);
    }
  });
});
