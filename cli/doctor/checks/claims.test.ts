import { expect } from "chai";
import { examined, lines } from "../../../testing/doctor/examined.ts";
import { claims } from "./claims.ts";

const held = "catalog-import: the execution run-1 holds the lock for the run run-1 since 60 minutes";
const young = (text: string) => text.replace("T11:01:00", "T11:58:00");
const unknown = { code: "ExecutionDoesNotExist", message: "no such execution" };

describe("doctor: claims", () => {
  it("a lock whose execution lives, and no lock: nothing wrong", async () => {
    expect(await lines(claims)).to.deep.equal([`ok ${held}, and lives`]);
    const waits = { DescribeExecution: (text: string) => text.replace("RUNNING", "PENDING_REDRIVE") };
    expect(await lines(claims, { answers: waits })).to.deep.equal([`ok ${held}, and lives`]);
    const free = { GetItem: () => "{}" };
    expect(await lines(claims, { answers: free })).to.deep.equal(["ok catalog-import: no run is under way"]);
  });

  it("a lock whose execution is dead: wrong", async () => {
    const aborted = { DescribeExecution: (text: string) => text.replace("RUNNING", "ABORTED") };
    const { findings } = await examined(claims, { answers: aborted });
    expect(findings.map(({ what }) => what)).to.deep.equal([`${held}, and is ABORTED`]);
    expect(findings[0]?.fix).to.contain("every 15 minutes");
  });

  it("an execution that Step Functions does not know: dead, but for its first minutes", async () => {
    expect(await lines(claims, { answers: { DescribeExecution: unknown } })).to.deep.equal([
      `wrong ${held}, and is forgotten`,
    ]);
    const [line] = await lines(claims, { answers: { DescribeExecution: unknown, GetItem: young } });
    expect(line).to.match(/^ok .* since 3 minutes, and lives$/);
  });

  it("before the first deployment: nothing is asked", async () => {
    expect((await examined(claims, { subject: { outputs: undefined } })).asked).to.deep.equal([]);
  });
});
