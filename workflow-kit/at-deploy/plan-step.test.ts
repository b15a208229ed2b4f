import { anyCharacter } from "@batchline/diagnostics/testing";
import { interpret } from "@batchline/state-machines/testing";
import { machine } from "@batchline/states";
import { build } from "@batchline/states/build";
import { expect } from "chai";
import fc from "fast-check";
import { jobsOfRun } from "../../contract/job-names.ts";
import { jobsOfRunExpr } from "./plan-step.ts";

const { asl } = build(
  machine<{ run: string; execution: string }>((m) => {
    m.succeed("Named", jobsOfRunExpr("rescale-images", m.input.run, m.input.execution));
  }),
);

describe("the names of a run's jobs", () => {
  const name = fc.oneof(fc.string({ unit: anyCharacter }), fc.stringMatching(/^[A-Za-z0-9.,+ _-]{1,90}$/));

  it("are the same in the machine and in contract/job-names.ts", async () => {
    await fc.assert(
      fc.asyncProperty(name, fc.option(name), async (run, other) => {
        const execution = other ?? run;
        const { output } = await interpret(asl, { input: { run, execution } });
        expect(output).to.equal(jobsOfRun("rescale-images", run, execution));
        expect(output).to.match(/^[A-Za-z0-9_-]{1,73}$/);
      }),
    );
  });

  it("differ for runs and executions that look alike once they are cut or written in other characters", () => {
    const long = "x".repeat(80);
    const runs: readonly (readonly [workflow: string, run: string, execution: string])[] = [
      ["a", "b", "b"],
      ["a", "b.c", "b.c"],
      ["a", "b c", "b c"],
      ["a", "b", "c"],
      ["a", "b-c", "b-c"],
      ["a-b", "c", "c"],
      ["a", long, long],
      ["a", long, `${long}-again`],
      ["a", long, `${long}-more`],
    ];
    const names = runs.map((of) => jobsOfRun(...of));
    expect(new Set(names).size).to.equal(names.length);
    expect(names.slice(0, 4)).to.deep.equal([
      "a-b-4c8b8b79",
      "a-b-c-70a56f00",
      "a-b-c-ae7512f4",
      "a-b-c-d76a7b72",
    ]);
  });
});
