import { expect } from "chai";
import { checkAll, unknown } from "../../testing/policies/checking.ts";
import { containerWith, environmentWith, happyStack, nodesWith } from "../../testing/policies/happy.ts";
import { jobFitsQueue as rule } from "./job-fits-queue.ts";

describe("policy job-fits-queue", () => {
  const asking = (vcpus: number, memoryMiB: number) => {
    const resourceRequirements = [
      { type: "VCPU", value: String(vcpus) },
      { type: "MEMORY", value: String(memoryMiB) },
    ];
    return containerWith({ resourceRequirements });
  };
  const withGpus = (gpus: number) =>
    containerWith({
      vcpus: 1,
      memory: 1_024,
      resourceRequirements: [{ type: "GPU", value: String(gpus) }],
    });
  const checkJob = (fetch: object) => checkAll(rule, happyStack({ fetch })).violations;

  it("a job that an instance of one of the environments holds: accepted", () => {
    expect(checkAll(rule, happyStack())).to.deep.equal({ violations: [], unchecked: [] });
    expect(checkJob(asking(16, 32_768))).to.deep.equal([]);
  });

  it("more vCPUs than the environment's limit: refused, even if instances are larger", () => {
    expect(checkJob(asking(17, 2_048))).to.deep.equal(["fetch: containerProperties"]);
  });

  it("an instance's memory: the system's share does not count", () => {
    const small = {
      spot: environmentWith({ instanceTypes: ["m7g.large"] }),
      "on-demand": environmentWith({ instanceTypes: ["m7g.large"] }),
    };
    const checked = (memoryMiB: number) =>
      checkAll(rule, happyStack({ ...small, fetch: asking(2, memoryMiB) })).violations;
    expect(checked(7_782)).to.deep.equal([]);
    expect(checked(8_192)).to.have.lengthOf(1);
  });

  it("a job with GPUs: needs an instance with GPUs and an image with drivers", () => {
    const fetch = withGpus(1);
    const checked = (spot: object) => checkAll(rule, happyStack({ fetch, spot })).violations;
    const without = "fetch: containerProperties";
    const instanceTypes = ["g5"];
    expect(checked(environmentWith({}))).to.deep.equal([without]);
    expect(checked(environmentWith({ instanceTypes }))).to.deep.equal([without]);
    for (const imageType of ["ECS_AL2023_NVIDIA", "ECS_AL2_NVIDIA"])
      expect(checked(environmentWith({ instanceTypes, ec2Configurations: [{ imageType }] }))).to.deep.equal(
        [],
      );
  });

  it("the number of GPUs: compared, old families only with an image that supports them", () => {
    const checked = (gpus: number, type: string, image: object) => {
      const fetch = withGpus(gpus);
      const spot = environmentWith({ instanceTypes: [type], ec2Configurations: [image] });
      return checkAll(rule, happyStack({ fetch, spot })).violations;
    };
    const al2023 = { imageType: "ECS_AL2023_NVIDIA" };
    expect(checked(1, "g6.xlarge", al2023)).to.deep.equal([]);
    expect(checked(2, "g6.xlarge", al2023)).to.deep.equal(["fetch: containerProperties"]);
    expect(checked(1, "g6f.large", al2023)).to.have.lengthOf(1);
    expect(checked(1, "p3.2xlarge", al2023)).to.have.lengthOf(1);
    expect(checked(1, "p3.2xlarge", { imageType: "ECS_AL2_NVIDIA" })).to.deep.equal([]);
    expect(checked(1, "p3.2xlarge", { ...al2023, imageIdOverride: "ami-0a1b2c3d" })).to.deep.equal([]);
  });

  it("a multi-node job: each container is checked", () => {
    const nodes = nodesWith({ vcpus: 4, memory: 2_048 }, { vcpus: 99, memory: 2_048 });
    expect(checkJob(nodes)).to.deep.equal(["fetch: nodeProperties.nodeRangeProperties[1].container"]);
  });

  it("a container that requests no vCPUs: unchecked", () => {
    const fetch = containerWith({ resourceRequirements: [{ type: "MEMORY", value: "2048" }] });
    const { violations, unchecked } = checkAll(rule, happyStack({ fetch }));
    expect(violations).to.deep.equal([]);
    expect(unchecked).to.have.lengthOf(1);
    expect(unchecked[0]).to.include("requests no vCPUs or no memory");
  });

  it("unknown jobs: unchecked", () => {
    const later = happyStack({
      fetch: { ...containerWith({}), props: { type: "container", containerProperties: unknown } },
    });
    expect(checkAll(rule, later).unchecked).to.deep.equal(["fetch: containerProperties"]);
  });
});
