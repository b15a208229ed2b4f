import { expect } from "chai";
import { reportLines } from "./report.ts";
import type { PlacedFinding } from "./violation.ts";

describe("the report of policies", () => {
  const finding = (kind: PlacedFinding["kind"], name: string, message: string): PlacedFinding => ({
    kind,
    policy: name,
    enforcement: "advisory",
    message,
    rule: {
      name,
      displayName: "BL-P999",
      description: "",
      enforcement: "advisory",
      remediation: "",
      url: "",
    },
  });
  const findings = [
    finding("fixed", "cost-allocation-tags", "tags"),
    finding("fixed", "cost-allocation-tags", "tagSpecifications"),
    // A stack rule tells of several things at once.
    finding("unchecked", "job-fits-queue", "fetch: containerProperties; download: containerProperties"),
    finding("unchecked", "launch-template-pinned", "computeResources.launchTemplate.version"),
  ];
  const lines = (verbose: boolean) => reportLines(findings, { root: process.cwd(), verbose });

  it("counts by rule what was mended and what could not be judged", () => {
    expect(lines(false)).to.deep.equal([
      "mended where Pulumi runs with the pack, better in the program (--verbose lists it): cost-allocation-tags 2",
      "not judged, as it is known only after deployment (--verbose lists it): job-fits-queue 2, launch-template-pinned 1",
    ]);
  });

  it("lists each of them where that is wanted", () => {
    expect(lines(true)).to.deep.equal([
      "mended where Pulumi runs with the pack, better in the program: cost-allocation-tags 2",
      "  cost-allocation-tags: tags",
      "  cost-allocation-tags: tagSpecifications",
      "not judged, as it is known only after deployment: job-fits-queue 2, launch-template-pinned 1",
      "  job-fits-queue: fetch: containerProperties; download: containerProperties",
      "  launch-template-pinned: computeResources.launchTemplate.version",
    ]);
  });
});
