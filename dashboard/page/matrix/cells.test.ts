import { expect } from "chai";
import { sampleRun } from "../testing/sample-run.ts";
import { countStatuses, groupChunks, nextFailed, statusAt } from "./cells.ts";

const { matrix, tenants } = sampleRun();

describe("the matrix's cells", () => {
  it("are grouped by tenant, the one with the most failures first", () => {
    const groups = groupChunks(matrix, tenants, { statuses: new Set() });
    expect(groups[0]?.tenant).to.equal("ember-toys");
    expect(groups.map(({ chunks }) => chunks.length).sort()).to.deep.equal([12, 14, 22, 9].sort());
  });

  it("are those of chunks with one of the chosen statuses, and of the chosen tenant", () => {
    const failed = groupChunks(matrix, tenants, { statuses: new Set(["failed"]) });
    expect(failed.map(({ tenant }) => tenant)).to.deep.equal(["ember-toys"]);
    expect(failed[0]!.chunks.length).to.equal(countStatuses(matrix).get("failed"));
    const bolt = groupChunks(matrix, tenants, { statuses: new Set(), tenant: "bolt-bikes" });
    expect(bolt.map(({ tenant }) => tenant)).to.deep.equal(["bolt-bikes"]);
  });

  it("that failed follow each other, and the first again after the last", () => {
    const first = nextFailed(matrix, -1)!;
    const failed = [first];
    for (
      let next = nextFailed(matrix, first.chunk)!;
      next.chunk !== first.chunk;
      next = nextFailed(matrix, next.chunk)!
    ) {
      failed.push(next);
    }
    expect(failed.length).to.equal(countStatuses(matrix).get("failed"));
    for (const { chunk, stage } of failed) expect(statusAt(matrix, chunk, stage)).to.equal("failed");
    expect(nextFailed({ ...matrix, columns: ["s".repeat(matrix.chunks)] }, -1)).to.equal(undefined);
  });
});
