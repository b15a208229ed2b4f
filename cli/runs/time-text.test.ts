import { expect } from "chai";
import { UsageError } from "../errors.ts";
import { localTime, timeOption } from "./time-text.ts";

describe("times of commands on runs", () => {
  it("an option: is a date, a local time, or how long ago", () => {
    const now = new Date("2026-11-28T12:00:00Z");
    expect(timeOption("12h", now).toISOString()).to.equal("2026-11-28T00:00:00.000Z");
    expect(timeOption("2026-11-28T03:00:00Z").toISOString()).to.equal("2026-11-28T03:00:00.000Z");
    expect(timeOption("2026-11-28")).to.deep.equal(new Date(2026, 10, 28));
    for (const wrong of ["yesterday", "12", "2026-13-01", "5w"])
      expect(() => timeOption(wrong), wrong).to.throw(UsageError, wrong);
  });

  it("in a table: local, to the second", () => {
    expect(localTime(new Date(2026, 10, 8, 3, 0, 7).toISOString())).to.equal("2026-11-08 03:00:07");
  });
});
