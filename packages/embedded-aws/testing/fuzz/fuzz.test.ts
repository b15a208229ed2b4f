import { expect } from "chai";
import fc from "fast-check";
import { caseOf } from "./requests.ts";
import { type Problem, run } from "./run.ts";

const { numRuns = 20 } = fc.readConfigureGlobal() ?? {};
/** A few by day, as `npm run test:fuzz` sends many. `npm run test:deep` sends others. */
const count = numRuns <= 20 ? 100 : 20 * numRuns;

describe("requests made from AWS's models", () => {
  const problemsOf = async (options: Omit<Parameters<typeof run>[0], "report">) => {
    const problems: Problem[] = [];
    // Other tests load the machine, so how long a client waits says nothing about this process.
    await run({ ...options, report: (problem) => problems.push(problem), probed: false });
    return problems.map(({ seed, name, what }) => `npm run test:fuzz -- --seed ${seed} # ${name}: ${what}`);
  };

  it("are answered, and neither end the process nor hold its event loop", async () => {
    expect(await problemsOf({ first: 100_001, count })).to.deep.equal([]);
  });

  it("are noticed if they end the process or hold it", async () => {
    const disturbances = [undefined, "hold", "end"] as const;
    const found = await problemsOf({
      ...{ first: 0, count: 3 },
      before(account, seed) {
        const how = disturbances[seed];
        if (how !== undefined) account.disturb(how);
      },
    });
    expect(found).to.have.length(2);
    expect(found[0]).to.match(/--seed 1 # .* it held the event loop for \d+ ms of CPU$/);
    expect(found[1]).to.match(/--seed 2 # .* the process ended with 1: (.|\n)*disturbed/);
  });

  it("are the same for a seed, others for another", () => {
    expect(caseOf(7)).to.deep.equal(caseOf(7));
    const names = new Set(Array.from({ length: 300 }, (_, seed) => caseOf(seed).name));
    expect(names.size).to.be.greaterThan(100);
  });
});
