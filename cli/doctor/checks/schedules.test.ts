import { expect } from "chai";
import { lines } from "../../../testing/doctor/examined.ts";
import { schedules } from "./schedules.ts";

describe("doctor: schedules", () => {
  it("an enabled schedule of the workflow's state machine", async () => {
    expect(await lines(schedules)).to.deep.equal(["ok catalog-import: 1 schedule"]);
  });

  it("a schedule that somebody disabled, or none: wrong", async () => {
    const disabled = { ListSchedules: (text: string) => text.replace("ENABLED", "DISABLED") };
    expect(await lines(schedules, { answers: disabled })).to.deep.equal([
      "wrong catalog-import: batchline-dev-catalog-import-1a2b3c4 is disabled",
    ]);
    const none = { ListSchedules: () => '{ "Schedules": [] }' };
    expect(await lines(schedules, { answers: none })).to.deep.equal(["wrong catalog-import has no schedule"]);
  });

  it("a stack without schedules: a note", async () => {
    expect(await lines(schedules, { settings: { scheduleEnabled: false } })).to.deep.equal([
      "note schedules are off, as scheduleEnabled says",
    ]);
  });
});
