import { expect } from "chai";
import { containerRoom, instanceRoom } from "./instance-types.ts";

describe("instanceRoom", () => {
  it("a type has its own size, a family that of its largest type", () => {
    expect(instanceRoom(["c7i.large"]).largest).to.deep.equal({ vcpus: 2, memoryMiB: 4 * 1024 });
    expect(instanceRoom(["m7gd.4xlarge"]).largest).to.deep.equal({ vcpus: 16, memoryMiB: 64 * 1024 });
    expect(instanceRoom(["inf2.xlarge"]).largest).to.deep.equal({ vcpus: 4, memoryMiB: 8 * 1024 });
    expect(instanceRoom(["r7a"])).to.deep.equal({
      largest: { vcpus: 192, memoryMiB: 1536 * 1024 },
      memoryMiBPerVcpu: 8 * 1024,
    });
  });

  it("several types have the room of the best, optimal included", () => {
    expect(instanceRoom(["c7i.4xlarge", "r7i.xlarge"])).to.deep.equal({
      largest: { vcpus: 16, memoryMiB: 32 * 1024 },
      memoryMiBPerVcpu: 8 * 1024,
    });
    expect(instanceRoom(["optimal"]).largest.vcpus).to.equal(96);
    expect(instanceRoom(["default_arm64"]).memoryMiBPerVcpu).to.equal(8 * 1024);
  });

  it("no types mean a Fargate task", () => {
    expect(instanceRoom().largest).to.deep.equal({ vcpus: 16, memoryMiB: 120 * 1024 });
  });

  it("families have the vCPUs of their largest size", () => {
    const largest = (type: string) => instanceRoom([type]).largest;
    const vcpus = (type: string) => largest(type).vcpus;
    expect(largest("m7g.2xlarge")).to.deep.equal({ vcpus: 8, memoryMiB: 32 * 1024 });
    expect(["c7g", "m6gd", "r6g", "x2gd", "c7gn"].map(vcpus)).to.deep.equal([64, 64, 64, 64, 64]);
    expect(["m8g", "c7i", "m7a", "c6a", "g5", "g6e"].map(vcpus)).to.deep.equal([
      192, 192, 192, 192, 192, 192,
    ]);
    expect(["c6i", "m5", "c5n", "t4g", "m7i-flex", "g4dn"].map(vcpus)).to.deep.equal([
      128, 96, 72, 8, 64, 96,
    ]);
  });
});

describe("containerRoom", () => {
  it("a container has the instance's vCPUs and 95 % of its memory", () => {
    expect(containerRoom("m7g.large")).to.deep.equal({ vcpus: 2, memoryMiB: 7_782 });
  });

  it("a container has no more vCPUs than its environment may reach", () => {
    expect(containerRoom("m7g", 16)).to.deep.equal({ vcpus: 16, memoryMiB: 249_036 });
  });
});
