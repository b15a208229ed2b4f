import { expect } from "chai";
import { judgeAll, unknown } from "../../testing/policies/checking.ts";
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
  const judgeJob = (fetch: object) => judgeAll(rule, happyStack({ fetch })).violations;

  it("is kept by a job that an instance of one of the environments holds", () => {
    expect(judgeAll(rule, happyStack())).to.deep.equal({ violations: [], unjudged: [] });
    expect(judgeJob(asking(16, 32_768))).to.deep.equal([]);
  });

  it("refuses more vCPUs than the environment may reach, though instances are larger", () => {
    expect(judgeJob(asking(17, 2_048))).to.deep.equal([
      "fetch: containerProperties requests 17 vCPUs and 2048 MiB; no instance of queue has both; the largest have 16 vCPUs or about 249036 MiB",
    ]);
  });

  it("counts what the system keeps of an instance's memory", () => {
    const small = {
      spot: environmentWith({ instanceTypes: ["m7g.large"] }),
      "on-demand": environmentWith({ instanceTypes: ["m7g.large"] }),
    };
    const judged = (memoryMiB: number) =>
      judgeAll(rule, happyStack({ ...small, fetch: asking(2, memoryMiB) })).violations;
    expect(judged(7_782)).to.deep.equal([]);
    expect(judged(8_192)).to.have.lengthOf(1);
  });

  it("wants GPUs where a job asks for some, and the image with their drivers", () => {
    const fetch = containerWith({ resourceRequirements: [{ type: "GPU", value: "1" }] });
    const judged = (spot: object) => judgeAll(rule, happyStack({ fetch, spot })).violations;
    const without =
      "fetch: containerProperties requests 0 vCPUs and 0 MiB, and 1 GPU; no environment of queue has GPUs";
    const instanceTypes = ["g5"];
    expect(judged(environmentWith({}))).to.deep.equal([without]);
    expect(judged(environmentWith({ instanceTypes }))).to.deep.equal([without]);
    for (const imageType of ["ECS_AL2023_NVIDIA", "ECS_AL2_NVIDIA"])
      expect(judged(environmentWith({ instanceTypes, ec2Configurations: [{ imageType }] }))).to.deep.equal(
        [],
      );
  });

  it("compares the number of GPUs, and knows which image supports old families", () => {
    const judged = (gpus: number, type: string, image: object) => {
      const fetch = containerWith({ resourceRequirements: [{ type: "GPU", value: String(gpus) }] });
      const spot = environmentWith({ instanceTypes: [type], ec2Configurations: [image] });
      return judgeAll(rule, happyStack({ fetch, spot })).violations;
    };
    const al2023 = { imageType: "ECS_AL2023_NVIDIA" };
    expect(judged(1, "g6.xlarge", al2023)).to.deep.equal([]);
    expect(judged(2, "g6.xlarge", al2023)).to.deep.equal([
      "fetch: containerProperties requests 0 vCPUs and 0 MiB, and 2 GPUs; no instance of queue has more than 1 GPU",
    ]);
    expect(judged(1, "g6f.large", al2023)).to.have.lengthOf(1);
    expect(judged(1, "p3.2xlarge", al2023)).to.have.lengthOf(1);
    expect(judged(1, "p3.2xlarge", { imageType: "ECS_AL2_NVIDIA" })).to.deep.equal([]);
    expect(judged(1, "p3.2xlarge", { ...al2023, imageIdOverride: "ami-0a1b2c3d" })).to.deep.equal([]);
  });

  it("judges each container of a multi-node job", () => {
    const nodes = nodesWith({ vcpus: 4, memory: 2_048 }, { vcpus: 99, memory: 2_048 });
    expect(judgeJob(nodes)[0]).to.match(
      /^fetch: nodeProperties\.nodeRangeProperties\[1\]\.container requests 99 vCPUs/,
    );
  });

  it("says which jobs it could not see", () => {
    const later = happyStack({
      fetch: { ...containerWith({}), props: { type: "container", containerProperties: unknown } },
    });
    expect(judgeAll(rule, later).unjudged).to.deep.equal(["fetch: containerProperties"]);
  });
});
