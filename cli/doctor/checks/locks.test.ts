import { expect } from "chai";
import { examined, lines } from "../../../testing/doctor/examined.ts";
import { locks } from "./locks.ts";

const held = "catalog-import: the execution run-1 has held the lock for the run run-1 for 60 minutes";
const young = (text: string) => text.replace("T11:01:00", "T11:58:00");
const unknown = { code: "ExecutionDoesNotExist", message: "no such execution" };

describe("doctor: locks", () => {
  it("a lock whose execution lives, and no lock: nothing wrong", async () => {
    expect(await lines(locks)).to.deep.equal([`ok ${held}, and is alive`]);
    const waits = { DescribeExecution: (text: string) => text.replace("RUNNING", "PENDING_REDRIVE") };
    expect(await lines(locks, { answers: waits })).to.deep.equal([`ok ${held}, and is alive`]);
    const free = { GetItem: () => "{}" };
    expect(await lines(locks, { answers: free })).to.deep.equal(["ok catalog-import: no run is under way"]);
  });

  it("a lock whose execution is dead: wrong", async () => {
    const aborted = { DescribeExecution: (text: string) => text.replace("RUNNING", "ABORTED") };
    const { findings } = await examined(locks, { answers: aborted });
    expect(findings.map(({ what }) => what)).to.deep.equal([`${held}, and is ABORTED`]);
    expect(findings[0]?.fix).to.contain("every 15 minutes");
  });

  it("an execution that Step Functions does not know: dead, but for its first minutes", async () => {
    expect(await lines(locks, { answers: { DescribeExecution: unknown } })).to.deep.equal([
      `wrong ${held}, and is forgotten`,
    ]);
    const [line] = await lines(locks, { answers: { DescribeExecution: unknown, GetItem: young } });
    expect(line).to.match(/^ok .* for 3 minutes, and is alive$/);
  });

  it("before the first deployment: nothing is asked", async () => {
    expect((await examined(locks, { subject: { outputs: undefined } })).asked).to.deep.equal([]);
  });
});
