import { expect } from "chai";
import { nvidiaGpus } from "./gpu-instances.ts";

describe("nvidiaGpus", () => {
  it("knows sizes, and a family by its largest", () => {
    const known = {
      "g4dn.xlarge": 1,
      "g4dn.16xlarge": 1,
      "g4dn.metal": 8,
      "g5.12xlarge": 4,
      "g6e.48xlarge": 8,
      "gr6.4xlarge": 1,
      "p4d.24xlarge": 8,
      "p5.4xlarge": 1,
      "p6-b200.48xlarge": 8,
      g4dn: 8,
      g6: 8,
      gr6: 1,
      p5en: 8,
    };
    for (const [type, gpus] of Object.entries(known)) expect(nvidiaGpus(type), type).to.equal(gpus);
  });

  it("counts none that AWS's image with drivers does not support, and none where there are none", () => {
    for (const type of ["g4ad", "g5g.xlarge", "g6f.large", "g3.4xlarge", "p3dn.24xlarge", "m7g", "c7i.large"])
      expect(nvidiaGpus(type), type).to.equal(0);
  });
});
