import { expect } from "chai";
import { vcpuQuotas } from "./quotas.ts";

describe("quotas of vCPUs", () => {
  const codes = (types: readonly string[], purchase: "spot" | "on-demand") =>
    vcpuQuotas(types, purchase).map(({ code }) => code);

  it("standard families: one quota for all of them, by how they are bought", () => {
    const standard = ["c7g", "m7i.large", "r6gd", "t4g.medium", "im4gn", "optimal", "default_arm64"];
    expect(codes(standard, "spot")).to.deep.equal(["L-34B43A08"]);
    expect(codes(standard, "on-demand")).to.deep.equal(["L-1216C47A"]);
  });

  it("instances with GPUs: their own quotas, G apart from P", () => {
    expect(codes(["g5", "g4dn.xlarge", "gr6"], "spot")).to.deep.equal(["L-3819A6DF"]);
    expect(codes(["p4d.24xlarge", "g6"], "on-demand")).to.deep.equal(["L-417A185B", "L-DB2E81BA"]);
  });

  it("a family with another quota: none", () => {
    expect(codes(["x2gd", "inf2", "trn1"], "spot")).to.deep.equal([]);
  });
});
