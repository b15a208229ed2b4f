import { expect } from "chai";
import type { StageUsage } from "../../contract/stage-usage.ts";
import { noUsage } from "../../contract/usage-sums.ts";
import { changedUsage, sizeChanges } from "./stage-sizes.ts";

const declared = { vcpus: 4, memoryMiB: 4096, timeout: 1800 };
/** Uses all of what is declared. */
const fitting: StageUsage = {
  ...noUsage,
  ...{ containers: 50, tries: 50, seconds: 10_000, longestSeconds: 600, cpuSeconds: 36_000, peakMiB: 3000 },
};

function changes(usage: Partial<StageUsage>, stage: Partial<Parameters<typeof sizeChanges>[0]> = {}) {
  return sizeChanges({ ...declared, ...stage }, { ...fitting, ...usage }).map(
    ({ field, from, to, why }) => `${field} ${from} → ${to}: ${why}`,
  );
}

describe("the sizes of a stage", () => {
  it("stay where they fit, and where nothing is known", () => {
    expect(changes({})).to.deep.equal([]);
    expect(changes({ seconds: 0 })).to.deep.equal([]);
    expect(changes({ peakMiB: 0, cpuSeconds: 0 })).to.deep.equal([]);
  });

  it("less memory, of which Node's heap gets half", () => {
    expect(changes({ peakMiB: 1000 })).to.deep.equal([
      "memoryMiB 4096 → 2048: the most that a try used is 1,000 MiB",
    ]);
    expect(changes({ peakMiB: 1 })[0]).to.match(/→ 256:/);
  });

  it("more memory where a try was killed for it, or nearly", () => {
    expect(changes({ peakMiB: 4096, outOfMemory: 3 })).to.deep.equal([
      "memoryMiB 4096 → 6144: 3 of 50 tries ran out of memory",
    ]);
    expect(changes({ peakMiB: 3900 })).to.deep.equal([
      "memoryMiB 4096 → 5120: the most that a try used is 3,900 MiB",
    ]);
  });

  it("stay where few tries run out of memory, if the stage then gets more", () => {
    const retry = { outOfMemory: { times: 2, memory: "x2", mostMiB: 16_384 } } as const;
    expect(changes({ peakMiB: 8192, outOfMemory: 3 }, { retry })).to.deep.equal([]);
    expect(changes({ peakMiB: 8192, outOfMemory: 6 }, { retry })).to.have.length(1);
  });

  it("fewer vCPUs, of which a container has at least one", () => {
    expect(changes({ cpuSeconds: 11_000 })).to.deep.equal(["vcpus 4 → 2: a try uses 1.1 vCPUs on average"]);
    expect(changes({ cpuSeconds: 100 })[0]).to.match(/→ 1:/);
    expect(changes({ cpuSeconds: 100 }, { vcpus: 1 })).to.deep.equal([]);
  });

  it("a timeout that is neither near nor far", () => {
    expect(changes({ longestSeconds: 1500 })).to.deep.equal([
      "timeout 1800 → 3000: the longest try took 1,500 s",
    ]);
    expect(changes({ longestSeconds: 30 })).to.deep.equal(["timeout 1800 → 300: the longest try took 30 s"]);
    expect(changes({ longestSeconds: 82_000 }, { timeout: 82_800 })).to.deep.equal([]);
  });

  it("changed: the use that they would have had", () => {
    const usage: StageUsage = {
      ...fitting,
      ...{ vcpuSeconds: { spot: 400, onDemand: 0, unknown: 0 }, gibSeconds: 800, cpuSeconds: 10 },
      ...{ families: { c7g: { spot: 400, onDemand: 0 } }, peakMiB: 300 },
    };
    expect(changedUsage(usage, sizeChanges(declared, usage))).to.deep.include({
      vcpuSeconds: { spot: 100, onDemand: 0, unknown: 0 },
      families: { c7g: { spot: 100, onDemand: 0 } },
      gibSeconds: 125,
    });
  });
});
