import { expect } from "chai";
import { BenchScheduler } from "../../../testing/bench-scheduler.ts";

describe("dependencies of Batch jobs", () => {
  let bench: BenchScheduler;
  beforeEach(() => {
    bench = new BenchScheduler();
  });

  it("block a job until all have succeeded", () => {
    bench.submit("a");
    bench.submit("b", { arraySize: 2 });
    bench.submit("c", { dependsOn: ["a", "b"] });
    bench.end("a");
    bench.end("b:0");
    expect(bench.statuses("c")).to.deep.equal(["PENDING"]);
    bench.end("b:1");
    expect(bench.statuses("c")).to.deep.equal(["RUNNING"]);
  });

  it("without a type block an array as a whole", () => {
    bench.submit("a", { arraySize: 2 });
    bench.submit("b", { arraySize: 2, dependsOn: ["a"] });
    bench.end("a:0");
    expect(bench.statuses("b")).to.deep.equal(["PENDING", "PENDING"]);
    bench.end("a:1");
    expect(bench.statuses("b")).to.deep.equal(["RUNNING", "RUNNING"]);
  });

  it("N_TO_N let each index continue alone, whether others succeed or fail", () => {
    bench.submit("a", { arraySize: 3 });
    bench.submit("b", { arraySize: 3, dependsOn: [{ jobId: "a", type: "N_TO_N" }] });
    bench.end("a:1");
    expect(bench.statuses("b")).to.deep.equal(["PENDING", "RUNNING", "PENDING"]);
    bench.fail("a:2");
    expect(bench.statuses("b")).to.deep.equal(["PENDING", "RUNNING", "FAILED"]);
    expect(bench.job("b:2").statusReason).to.equal("Dependent Job failed");
    expect(bench.job("b:2").attempts).to.have.length(0);
  });

  it("N_TO_N on two arrays wait for the index of each", () => {
    bench = new BenchScheduler({ vcpus: 10, memoryMiB: 20_000 });
    bench.submit("a", { arraySize: 2 });
    bench.submit("b", { arraySize: 2 });
    bench.submit("c", {
      arraySize: 2,
      dependsOn: [
        { jobId: "a", type: "N_TO_N" },
        { jobId: "b", type: "N_TO_N" },
      ],
    });
    bench.end("a:0");
    expect(bench.statuses("c")).to.deep.equal(["PENDING", "PENDING"]);
    bench.end("b:0");
    expect(bench.statuses("c")).to.deep.equal(["RUNNING", "PENDING"]);
  });

  it("N_TO_N are refused between arrays of different sizes", () => {
    bench.submit("a", { arraySize: 3 });
    expect(() => bench.submit("b", { arraySize: 2, dependsOn: [{ jobId: "a", type: "N_TO_N" }] })).to.throw(
      "same size",
    );
  });

  it("SEQUENTIAL run an array's children one after the other", () => {
    bench.submit("a", { arraySize: 3, dependsOn: [{ type: "SEQUENTIAL" }] });
    expect(bench.statuses("a")).to.deep.equal(["RUNNING", "PENDING", "PENDING"]);
    bench.end("a:0");
    expect(bench.statuses("a")).to.deep.equal(["SUCCEEDED", "RUNNING", "PENDING"]);
    bench.fail("a:1");
    expect(bench.statuses("a")).to.deep.equal(["SUCCEEDED", "FAILED", "FAILED"]);
    expect(bench.job("a").status).to.equal("FAILED");
  });

  it("cascade through a chain, however long", () => {
    bench.submit("a", { arraySize: 10_000, dependsOn: [{ type: "SEQUENTIAL" }] });
    bench.submit("b", { dependsOn: ["a"] });
    bench.submit("c", { arraySize: 2, dependsOn: ["b"] });
    bench.fail("a:0");
    expect(bench.job("a").statusSummary?.FAILED).to.equal(10_000);
    expect(bench.statuses("b", "c")).to.deep.equal(["FAILED", "FAILED", "FAILED"]);
    expect(bench.job("c").statusReason).to.equal("Dependent Job failed");
  });

  it("on ended jobs count at once", () => {
    bench.submit("ok", { arraySize: 2 });
    bench.end("ok:0");
    bench.fail("ok:1");
    bench.submit("fine");
    bench.end("fine");
    bench.submit("a", { dependsOn: ["fine"] });
    bench.submit("b", { dependsOn: ["ok"] });
    bench.submit("c", { arraySize: 2, dependsOn: [{ jobId: "ok", type: "N_TO_N" }] });
    expect(bench.statuses("a", "b", "c")).to.deep.equal(["RUNNING", "FAILED", "RUNNING", "FAILED"]);
  });

  it("on a single child block a job", () => {
    bench.submit("a", { arraySize: 2 });
    bench.submit("b", { dependsOn: ["a:1"] });
    bench.end("a:1");
    expect(bench.statuses("b")).to.deep.equal(["RUNNING"]);
  });
});
