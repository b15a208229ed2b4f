import { expect } from "chai";
import { ecrRepositoryArn, isByDigest, registryOf } from "./image-reference.ts";

const digest = `@sha256:${"0a".repeat(32)}`;

describe("isByDigest", () => {
  it("accepts a repository and a SHA-256 digest", () => {
    expect(isByDigest(`ghcr.io/acme/worker${digest}`)).to.equal(true);
    expect(isByDigest(`registry.internal:5000/worker${digest}`)).to.equal(true);
  });

  it("rejects tags, short digests and empty text", () => {
    for (const image of ["worker", "worker:1.2", "worker@sha256:abc", digest, ""])
      expect(isByDigest(image), image).to.equal(false);
  });
});

describe("ecrRepositoryArn", () => {
  it("finds account, region and repository, of folders too", () => {
    expect(ecrRepositoryArn(`123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/worker${digest}`)).to.equal(
      "arn:aws:ecr:eu-central-1:123456789012:repository/team/worker",
    );
    expect(ecrRepositoryArn("123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:v1")).to.equal(
      "arn:aws:ecr:eu-central-1:123456789012:repository/worker",
    );
  });

  it("supports AWS's other partitions", () => {
    expect(ecrRepositoryArn("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/worker")).to.equal(
      "arn:aws-cn:ecr:cn-north-1:123456789012:repository/worker",
    );
    expect(ecrRepositoryArn("123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/worker")).to.equal(
      "arn:aws-us-gov:ecr:us-gov-west-1:123456789012:repository/worker",
    );
  });

  it("undefined for other registries", () => {
    expect(ecrRepositoryArn(`ghcr.io/acme/worker${digest}`)).to.equal(undefined);
    expect(ecrRepositoryArn(`public.ecr.aws/acme/worker${digest}`)).to.equal(undefined);
  });
});

describe("registryOf", () => {
  it("is the host of the image's name, or Docker Hub", () => {
    expect(registryOf("ghcr.io/acme/worker@sha256:00")).to.equal("ghcr.io");
    expect(registryOf("registry:5000/worker")).to.equal("registry:5000");
    expect(registryOf("localhost/worker")).to.equal("localhost");
    expect(registryOf("acme/worker")).to.equal("https://index.docker.io/v1/");
    expect(registryOf("worker")).to.equal("https://index.docker.io/v1/");
  });
});
