import { expect } from "chai";
import { containerProperties } from "../../components/container-properties.ts";

const spec = {
  image: "registry/worker@sha256:0",
  command: ["fetch"],
  vcpus: 1,
  memoryMiB: 512,
  tmpMiB: 64,
  environment: { A: "1", B: undefined, C: "" },
  jobRoleArn: "arn:job",
  executionRoleArn: "arn:execution",
  logGroup: "/jobs",
  logStreamPrefix: "fetch",
  region: "eu-central-1",
};

describe("containerProperties", () => {
  it("is what Batch's API takes", () => {
    expect(containerProperties(spec)).to.deep.equal({
      image: "registry/worker@sha256:0",
      command: ["fetch"],
      resourceRequirements: [
        { type: "VCPU", value: "1" },
        { type: "MEMORY", value: "512" },
      ],
      environment: [{ name: "A", value: "1" }],
      jobRoleArn: "arn:job",
      executionRoleArn: "arn:execution",
      user: "1000:1000",
      privileged: false,
      readonlyRootFilesystem: true,
      linuxParameters: {
        initProcessEnabled: true,
        tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["rw", "nosuid", "nodev", "noexec"] }],
      },
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "/jobs",
          "awslogs-region": "eu-central-1",
          "awslogs-stream-prefix": "fetch",
        },
      },
    });
  });

  it("leaves out variables without a value, which Batch would drop and every update put back", () => {
    expect(containerProperties(spec).environment).to.deep.equal([{ name: "A", value: "1" }]);
  });
});
