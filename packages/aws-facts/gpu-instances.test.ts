import { expect } from "chai";
import { nvidiaGpus } from "./gpu-instances.ts";

describe("nvidiaGpus", () => {
  it("a size has its number of GPUs, a family that of its largest size", () => {
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
    for (const [type, gpus] of Object.entries(known)) {
      expect(nvidiaGpus(type), type).to.equal(gpus);
      expect(nvidiaGpus(type, "other"), type).to.equal(gpus);
    }
  });

  it("old families have GPUs only with another image than Amazon Linux 2023's", () => {
    const old = {
      "g3.4xlarge": 1,
      "g3s.xlarge": 1,
      g3: 4,
      "p3.2xlarge": 1,
      "p3.8xlarge": 4,
      "p3dn.24xlarge": 8,
      "p2.xlarge": 1,
      p2: 16,
    };
    for (const [type, gpus] of Object.entries(old)) {
      expect(nvidiaGpus(type), type).to.equal(0);
      expect(nvidiaGpus(type, "other"), type).to.equal(gpus);
    }
  });

  it("types without whole NVIDIA GPUs on x86_64 have none", () => {
    for (const type of ["g4ad", "g5g.xlarge", "g6f.large", "gr6f.4xlarge", "m7g", "c7i.large"])
      expect([nvidiaGpus(type), nvidiaGpus(type, "other")], type).to.deep.equal([0, 0]);
  });
});
