import { expect } from "chai";
import { build } from "../../build.ts";
import { type ChainStages, machine } from "../../index.ts";
import { codesOf } from "../../testing/problems.ts";

const queue = "arn:aws:batch:eu-central-1:111122223333:job-queue/work";
const stage = (name: string, ...needs: string[]) => ({
  jobDefinition: `arn:aws:batch:eu-central-1:111122223333:job-definition/${name}:7`,
  needs,
});

describe("a batch chain is rejected when", () => {
  const rejected = (stages: object, size = 3) =>
    codesOf(() =>
      build(
        machine((m) => {
          m.succeed("Done", m.batchChain("Run", stages as ChainStages, { jobQueue: queue, size }));
        }),
      ),
    );
  it("it has no stages", () => {
    expect(rejected({})).to.deep.equal(["BL-S017 Run"]);
  });
  it("a stage needs an unknown one", () => {
    expect(rejected({ a: stage("a", "z") })).to.deep.equal(["BL-S017 Run"]);
  });
  it("stages need each other", () => {
    const stages = { a: stage("a"), b: stage("b", "c"), c: stage("c", "b") };
    expect(rejected(stages)).to.deep.equal(["BL-S017 Run"]);
  });
  it("a stage needs more than 20 others", () => {
    const needs = Array.from({ length: 21 }, (_, i) => `s${i}`);
    const stages = {
      ...Object.fromEntries(needs.map((name) => [name, stage(name)])),
      z: stage("z", ...needs),
    };
    expect(rejected(stages)).to.deep.equal(["BL-S010 Run"]);
  });
  it("its size exceeds that of an array job", () => {
    const line = {
      fetch: stage("fetch"),
      download: stage("download", "fetch"),
      rescale: stage("rescale", "download"),
    };
    expect(rejected(line, 10_001)).to.deep.equal([
      "BL-S010 Run: submit fetch",
      "BL-S010 Run: submit download",
      "BL-S010 Run: run rescale",
    ]);
  });
});
