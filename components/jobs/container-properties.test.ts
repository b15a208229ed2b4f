import { expect } from "chai";
import { type ContainerSpec, containerProperties } from "./container-properties.ts";

const spec: ContainerSpec = {
  image: "registry/worker@sha256:0",
  command: ["fetch"],
  vcpus: 1,
  memoryMiB: 512,
  gpus: 0,
  tmpMiB: 64,
  openFiles: 4_096,
  secrets: {},
  environment: { A: "1", B: undefined, C: "" },
  jobRoleArn: "arn:job",
  executionRoleArn: "arn:execution",
  logGroup: "/jobs",
  logStreamPrefix: "fetch",
  region: "eu-central-1",
};

describe("containerProperties", () => {
  it("valid for Batch's API", () => {
    expect(containerProperties(spec)).to.deep.equal({
      image: "registry/worker@sha256:0",
      command: ["fetch"],
      resourceRequirements: [
        { type: "VCPU", value: "1" },
        { type: "MEMORY", value: "512" },
      ],
      environment: [
        { name: "AWS_REGION", value: "eu-central-1" },
        { name: "A", value: "1" },
      ],
      jobRoleArn: "arn:job",
      executionRoleArn: "arn:execution",
      user: "1000:1000",
      readonlyRootFilesystem: true,
      ulimits: [
        { name: "nofile", softLimit: 4_096, hardLimit: 4_096 },
        { name: "core", softLimit: 0, hardLimit: 0 },
      ],
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

  it("GPUs are requested, secrets have their ARN", () => {
    const properties = containerProperties({ ...spec, gpus: 2, secrets: { DB_PASSWORD: "arn:secret" } });
    expect(properties.resourceRequirements).to.deep.include({ type: "GPU", value: "2" });
    expect(properties.secrets).to.deep.equal([{ name: "DB_PASSWORD", valueFrom: "arn:secret" }]);
  });

  it("/tmp on disk: the rest of the image stays read-only", () => {
    const properties = containerProperties({ ...spec, tmpMiB: "on disk" });
    expect(properties).to.deep.include({
      readonlyRootFilesystem: true,
      linuxParameters: { initProcessEnabled: true },
      volumes: [{ name: "tmp", host: {} }],
      mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp" }],
    });
  });

  it("variables without a value are left out", () => {
    const names = containerProperties(spec).environment.map(({ name }) => name);
    expect(names).to.deep.equal(["AWS_REGION", "A"]);
  });
});
