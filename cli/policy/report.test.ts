import { expect } from "chai";
import { reportLines } from "./report.ts";
import type { PlacedFinding } from "./violation.ts";

describe("reportLines", () => {
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
    // A stack rule joins several things in one message.
    finding("unchecked", "job-fits-queue", "fetch: containerProperties; download: containerProperties"),
    finding("unchecked", "launch-template-pinned", "computeResources.launchTemplate.version"),
  ];
  const lines = (verbose: boolean) => reportLines(findings, { root: process.cwd(), verbose });

  it("fixed and unchecked: counted by rule", () => {
    expect(lines(false)).to.deep.equal([
      "fixed if Pulumi runs with the pack; better fix the program (--verbose lists it): cost-allocation-tags 2",
      "not checked, because it is known only after deployment (--verbose lists it): job-fits-queue 2, launch-template-pinned 1",
    ]);
  });

  it("--verbose: lists each", () => {
    expect(lines(true)).to.deep.equal([
      "fixed if Pulumi runs with the pack; better fix the program: cost-allocation-tags 2",
      "  cost-allocation-tags: tags",
      "  cost-allocation-tags: tagSpecifications",
      "not checked, because it is known only after deployment: job-fits-queue 2, launch-template-pinned 1",
      "  job-fits-queue: fetch: containerProperties; download: containerProperties",
      "  launch-template-pinned: computeResources.launchTemplate.version",
    ]);
  });
});
