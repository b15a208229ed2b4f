import { expect } from "chai";
import { vcpuPrice } from "./instance-prices.ts";

describe("prices of instances", () => {
  it("are for a vCPU with its memory, by family and region", () => {
    expect(vcpuPrice("c7g", "us-east-1")).to.deep.equal({ onDemand: 0.0363, spot: 0.01452, gibPerVcpu: 2 });
    expect(vcpuPrice("m7g", "eu-central-1")?.onDemand).to.be.closeTo(0.0489, 0.002);
    expect(vcpuPrice("r7g", "us-east-1")?.gibPerVcpu).to.equal(8);
  });

  it("are not known of every family and region", () => {
    expect(vcpuPrice("c99", "us-east-1")).to.equal(undefined);
    expect(vcpuPrice("c7g", "mars-east-1")).to.equal(undefined);
    expect(vcpuPrice("constructor", "us-east-1")).to.equal(undefined);
  });
});
