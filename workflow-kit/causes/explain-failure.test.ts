import type { JobDetail } from "@aws-sdk/client-batch";
import { expect } from "chai";
import type { StageTry } from "../../contract/records.ts";
import { explainFailure } from "./explain-failure.ts";

const job = (fields: Partial<JobDetail>): JobDetail => ({
  ...{ jobId: "j", jobName: "j", jobQueue: "q", jobDefinition: "d", startedAt: 0, status: "FAILED" },
  ...fields,
});

describe("why a container failed", () => {
  it("the worker's own error counts, with its place", () => {
    const own = { stage: "fetch", attempts: 3, error: "Cannot read properties of undefined" };
    expect(explainFailure({ ...own, where: "workflows/prices/stages/fetch.ts:12:9" })).to.include({
      ...{
        kind: "crash",
        sentence: own.error,
        help: "correct workflows/prices/stages/fetch.ts:12:9, deploy, and run the rest again",
      },
    });
    const where = "workflows/prices/stages/fetch.ts:40:9";
    const ended = (...codes: number[]): StageTry[] =>
      codes.map((exitCode) => ({ attempt: "j", startedAt: "", outcome: "FAILED", exitCode }));
    for (const [error, codes, kind, help] of [
      ["shop.example answered 503", [75, 75, 65], "stage", "when the supplier answers"],
      ["AWS: SlowDown", [75, 75, 65], "stage", "AWS failed"],
      ["the feed is empty", [65], "stage", "the tenant's data"],
      ["no such table", [1, 1, 65], "crash", `correct ${where}`],
      ["BATCHLINE_TABLE is not set", [78], "deployment", "deploy"],
      ["it is not ready", [75, 75, 65], "stage", undefined],
    ] as const) {
      const found = explainFailure({ ...own, error, where, tries: ended(...codes) });
      expect([found.kind, found.where], error).to.deep.equal([kind, where]);
      if (help === undefined) expect(found.help).to.equal(undefined);
      else expect(found.help).to.contain(help);
    }
    const denied = "User: x is not authorized to perform: s3:GetObject";
    expect(explainFailure({ ...own, error: denied })).to.include({ kind: "deployment", sentence: denied });
  });

  it("too many failed items: the most frequent reason, whichever item was the first", () => {
    const share = "3 of 4 images failed (75 %), more than the 40 % allowed";
    const failures = [
      "a.jpg: truncated",
      "https://x.example/1 answered 404",
      "https://x.example/2 answered 404",
    ];
    const found = explainFailure({
      ...{ stage: "download", attempts: 1, error: `${share}; first: a: a.jpg: truncated` },
      failures: failures.map((reason, item) => ({ item: String(item), reason })),
    });
    expect(found.sentence).to.equal(`${share}; most often: … answered 404`);
  });

  it("an instance on demand is terminated, not reclaimed", () => {
    const tried: StageTry = { attempt: "j-1", startedAt: "", outcome: "RECLAIMED", spot: false };
    const reason = "Host EC2 (instance i-1) terminated.";
    const found = explainFailure({ stage: "fetch", attempts: 1, tries: [{ ...tried, reason }] });
    expect(found.sentence).to.equal("its instance was terminated");
  });

  it("its own error does not count when its last start was killed", () => {
    const killed: StageTry = {
      attempt: "j-2",
      startedAt: "",
      outcome: "OUT_OF_MEMORY",
      memoryMiB: 512,
      reason: "OutOfMemoryError: x",
    };
    const found = explainFailure({
      stage: "fetch",
      attempts: 2,
      error: "shop.example answered 503",
      tries: [killed],
    });
    expect(found.sentence).to.equal("out of memory at 512 MiB");
  });

  it("memory that ran out although it had grown: the limit of its growth helps", () => {
    const tries = [256, 512].map((memoryMiB, at): StageTry => {
      return {
        attempt: `j-${at}`,
        startedAt: "",
        outcome: "OUT_OF_MEMORY",
        memoryMiB,
        reason: "OutOfMemoryError: x",
      };
    });
    expect(explainFailure({ stage: "fetch", attempts: 2, tries }).help).to.equal(
      "raise times or mostMiB in retry.outOfMemory of the stage fetch, or make its chunks smaller",
    );
  });

  it("reclaims are counted", () => {
    const reclaimed = { statusReason: "Host EC2 (instance i-1) terminated." };
    const found = explainFailure(
      { stage: "fetch", attempts: 3 },
      job({ ...reclaimed, attempts: [reclaimed, reclaimed, reclaimed] }),
    );
    expect(found.sentence).to.equal("AWS reclaimed its instance, 3 times");
  });

  it("nothing said: it says so", () => {
    expect(explainFailure({ stage: "fetch", attempts: 0 }).kind).to.equal("unknown");
  });
});
