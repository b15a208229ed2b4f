import { anyCharacter } from "@batchline/diagnostics/testing";
import { interpret } from "@batchline/state-machines/testing";
import { machine } from "@batchline/states";
import { build } from "@batchline/states/build";
import { expect } from "chai";
import fc from "fast-check";
import { jobsOfRun } from "../../contract/job-names.ts";
import { jobsOfRunExpr } from "./plan-step.ts";

const { asl } = build(
  machine<{ run: string }>((m) => {
    m.succeed("Named", jobsOfRunExpr("rescale-images", m.input.run));
  }),
);

describe("the names of a run's jobs", () => {
  it("are the same in the machine and in contract/job-names.ts", async () => {
    const run = fc.oneof(fc.string({ unit: anyCharacter }), fc.stringMatching(/^[A-Za-z0-9.,+ _-]{1,90}$/));
    await fc.assert(
      fc.asyncProperty(run, async (run) => {
        const { output } = await interpret(asl, { input: { run } });
        expect(output).to.equal(jobsOfRun("rescale-images", run));
        expect(output).to.match(/^[A-Za-z0-9_-]{1,80}$/);
      }),
    );
  });
});
