import { expect } from "chai";
import { instanceRoom } from "../../../local/batch/instance-types.ts";

describe("instanceRoom", () => {
  it("knows sizes and families", () => {
    expect(instanceRoom(["c7i.large"]).largest).to.deep.equal({ vcpus: 2, memoryMiB: 4 * 1024 });
    expect(instanceRoom(["m7gd.4xlarge"]).largest).to.deep.equal({ vcpus: 16, memoryMiB: 64 * 1024 });
    expect(instanceRoom(["inf2.xlarge"]).largest).to.deep.equal({ vcpus: 4, memoryMiB: 8 * 1024 });
    expect(instanceRoom(["r7a"])).to.deep.equal({
      largest: { vcpus: 192, memoryMiB: 1536 * 1024 },
      memoryMiBPerVcpu: 8 * 1024,
    });
  });

  it("takes the best of several, also of optimal", () => {
    expect(instanceRoom(["c7i.4xlarge", "r7i.xlarge"])).to.deep.equal({
      largest: { vcpus: 16, memoryMiB: 32 * 1024 },
      memoryMiBPerVcpu: 8 * 1024,
    });
    expect(instanceRoom(["optimal"]).largest.vcpus).to.equal(96);
    expect(instanceRoom(["default_arm64"]).memoryMiBPerVcpu).to.equal(8 * 1024);
  });

  it("knows what a Fargate task may have where no type is named", () => {
    expect(instanceRoom().largest).to.deep.equal({ vcpus: 16, memoryMiB: 120 * 1024 });
  });
});
