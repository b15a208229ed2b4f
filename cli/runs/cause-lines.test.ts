import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import type { Cause, RunCauses } from "../../contract/causes.ts";
import { causeLines } from "./cause-lines.ts";

const cause: Cause = {
  ...{ key: "k", kind: "stage", effect: "failed", stage: "fetch", chunks: 12 },
  sentence: "… answered 503",
  tenants: ["acme", "bolt", "cosy"],
  help: "run the rest again when the supplier answers",
  command: "npx batchline rerun run-1 --stack prod",
  where: "workflows/prices/stages/fetch.ts:12:9",
  example: {
    ...{ tenant: "acme", chunk: 3, stage: "fetch", attempts: 3, exitCode: 75, jobId: "job:3" },
    ...{ reason: "acme.example answered 503", logTail: ["asking", "no \u001b[2Jsuch"] },
  },
};
const found = (fields: Partial<RunCauses>): RunCauses => ({
  ...{
    workflow: "import",
    runId: "run-1",
    status: "FAILED",
    headline: "3 of 5 tenants failed, for one cause",
  },
  ...{ causes: [], unknown: [], ...fields },
});
const lines = (fields: Partial<RunCauses>) => causeLines(found(fields)).map(stripVTControlCharacters);

describe("the lines of batchline why", () => {
  it("a cause: whose, where, the first one, what it said, its log, what helps", () => {
    expect(lines({ causes: [cause] })).to.deep.equal([
      "import run-1 failed: 3 of 5 tenants failed, for one cause",
      "",
      "✘ 12 chunks of 3 tenants (acme, bolt, cosy), stage fetch: … answered 503",
      "  at     workflows/prices/stages/fetch.ts:12:9",
      "  first  acme, chunk 3, 3 attempts, exit code 75, job job:3",
      "  said   acme.example answered 503",
      "    | asking",
      "    | no \ufffd[2Jsuch",
      "  help   run the rest again when the supplier answers",
      "  type   npx batchline rerun run-1 --stack prod",
    ]);
  });

  it("a stopped run is called stopped", () => {
    expect(lines({ status: "ABORTED", headline: "5 of 5 tenants did not finish" })).to.deep.equal([
      "import run-1 stopped: 5 of 5 tenants did not finish",
    ]);
  });

  it("a cause whose attempts are used up, and more to type", () => {
    const example = {
      tenant: "acme",
      chunk: 3,
      stage: "fetch",
      attempts: 3,
      exitCode: 1,
      givenUp: true,
    } as const;
    const shown = lines({ causes: [{ ...cause, example, moreCommands: ["npx batchline logs run-1"] }] });
    expect(shown).to.include("  first  acme, chunk 3, exit code 1, given up after 3 attempts");
    expect(shown.at(-1)).to.equal("  or     npx batchline logs run-1");
  });

  it("a failed state whose cause is a cause of the run: said once", () => {
    const busy: Cause = {
      key: "k",
      tenants: [],
      chunks: 0,
      kind: "busy",
      effect: "failed",
      sentence: "it runs",
    };
    const failedState = { state: "Plan", error: "WorkflowBusyError", cause: "WorkflowBusyError: it runs" };
    expect(lines({ causes: [busy], failedState }).slice(2)).to.deep.equal([
      "✘ it runs",
      "",
      "the state Plan of the machine failed: WorkflowBusyError",
    ]);
  });

  it("a cause of the whole run, and one that was overcome", () => {
    const bare = { key: "k", tenants: [], chunks: 0 } as const;
    const ofRun: Cause = { ...bare, kind: "busy", effect: "failed", sentence: "another run" };
    const overcome: Cause = {
      ...bare,
      kind: "reclaimed",
      effect: "overcome",
      sentence: "2 reclaims",
      stage: "a",
    };
    expect(lines({ causes: [ofRun, overcome] }).slice(2)).to.deep.equal([
      "✘ another run",
      "",
      "✔ stage a: 2 reclaims",
    ]);
  });

  it("many causes and many tenants: the rest is counted", () => {
    const tenants = ["a", "b", "c", "d", "e", "f"];
    const shown = lines({ causes: Array.from({ length: 23 }, () => ({ ...cause, tenants })) });
    expect(shown.filter((line) => line.includes("6 tenants (a, b, c, d, e, …)"))).to.have.length(20);
    expect(shown.at(-1)).to.equal("and 3 more causes: --json has them all");
  });

  it("a failed state with its input, and what could not be asked", () => {
    const failedState = { state: "Plan", error: "States.Runtime", cause: "no", input: '{"a":1}' };
    expect(lines({ failedState, unknown: ["the jobs: denied"] }).slice(1)).to.deep.equal([
      "",
      "the state Plan of the machine failed: States.Runtime",
      "  said   no",
      '  input  {"a":1}',
      "",
      "not known: the jobs: denied",
    ]);
  });
});
