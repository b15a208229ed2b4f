import { expect } from "chai";
import { lines, now } from "../../../testing/doctor/examined.ts";
import { minute } from "../age.ts";
import { backup } from "./backup.ts";

const off = {
  DescribeContinuousBackups: (text: string) => text.replace(/(RecoveryStatus": )"ENABLED"/, '$1"DISABLED"'),
};

describe("doctor: backup", () => {
  it("the latest restorable time: fresh, or too old", async () => {
    expect(await lines(backup)).to.deep.equal([
      "ok runs can be restored to 2026-11-28T12:00:00.000Z, 1 minute ago",
    ]);
    expect(await lines(backup, { subject: { now: () => now + 60 * minute } })).to.deep.equal([
      "wrong runs can be restored to 2026-11-28T12:00:00.000Z, 61 minutes ago",
    ]);
  });

  it("recovery that is off: wrong, unless the stack says so", async () => {
    expect(await lines(backup, { answers: off })).to.deep.equal([
      "wrong point-in-time recovery of runs is off",
    ]);
    expect(await lines(backup, { answers: off, settings: { pointInTimeRecovery: false } })).to.deep.equal([
      "note point-in-time recovery is off, as pointInTimeRecovery says",
    ]);
  });
});
