import { expect } from "chai";
import { examined, lines } from "../../../testing/doctor/examined.ts";
import { image } from "./image.ts";

const uri = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker@sha256:${"1".padStart(64, "0")}`;

describe("doctor: image", () => {
  it("an index of images: its architecture, attestations left out", async () => {
    expect(await lines(image)).to.deep.equal([`ok ${uri} is for arm64`]);
  });

  it("a single image: its configuration names the architecture", async () => {
    const manifest = JSON.stringify(JSON.stringify({ schemaVersion: 2, config: { digest: "sha256:04" } }));
    const answers = {
      BatchGetImage: (text: string) =>
        text.replace(/"imageManifest": ".*",$/m, `"imageManifest": ${manifest},`),
    };
    const { findings, asked } = await examined(image, { answers });
    expect(findings).to.deep.equal([{ status: "ok", what: `${uri} is for arm64` }]);
    expect(asked).to.include("GetDownloadUrlForLayer");
  });

  it("a part that S3 does not give: a line", async () => {
    const manifest = JSON.stringify(JSON.stringify({ schemaVersion: 2, config: { digest: "sha256:04" } }));
    const answers = {
      BatchGetImage: (text: string) =>
        text.replace(/"imageManifest": ".*",$/m, `"imageManifest": ${manifest},`),
      GetDownloadUrlForLayer: (text: string) => text.replace("/layer", "/denied"),
      "/denied": { code: "AccessDenied", message: "expired" },
    };
    expect(await lines(image, { answers })).to.deep.equal([
      `wrong not checked: S3 answers 400 for a part of ${uri}`,
    ]);
  });

  it("job definitions that are gone: wrong, and no other definition is asked about", async () => {
    const gone = { DescribeStateMachine: (text: string) => text.replaceAll("job-definition/", "") };
    const { findings, asked } = await examined(image, { answers: gone });
    expect(findings.map(({ what }) => what)).to.deep.equal(["the state machines' job definitions are gone"]);
    expect(asked).not.to.include("DescribeJobDefinitions");
  });

  it("a manifest of an unknown form: not checked", async () => {
    for (const manifest of ["no JSON", '{\\"manifests\\":5}']) {
      const answers = {
        BatchGetImage: (text: string) =>
          text.replace(/"imageManifest": ".*",$/m, `"imageManifest": "${manifest}",`),
      };
      expect(await lines(image, { answers })).to.deep.equal([
        `note not checked: ${uri} has a manifest of an unknown form`,
      ]);
    }
  });

  it("another processor: wrong", async () => {
    expect(await lines(image, { settings: { architecture: "x86_64" } })).to.deep.equal([
      `wrong ${uri} is for arm64, and the stack's instances are amd64`,
    ]);
  });

  it("an image that ECR deleted: wrong; one of another registry: not checked", async () => {
    const gone = {
      BatchGetImage: () => '{ "images": [], "failures": [{ "failureCode": "ImageNotFound" }] }',
    };
    expect(await lines(image, { answers: gone })).to.deep.equal([`wrong ${uri} is gone from ECR`]);
    const other = "ghcr.io/shop/worker@sha256:01";
    const elsewhere = { DescribeJobDefinitions: (text: string) => text.replace(uri, other) };
    expect(await lines(image, { answers: elsewhere })).to.deep.equal([
      `note not checked: ${other} is not in ECR`,
    ]);
  });
});
