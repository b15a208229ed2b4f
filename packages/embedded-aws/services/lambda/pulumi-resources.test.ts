import { AssetArchive, StringAsset } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { EmbeddedLambda, functionRole } from "../../testing/embedded-lambda.ts";
import { FakeDeployment } from "../../testing/fake-deployment.ts";
import { resources } from "./pulumi-resources.ts";

describe("Pulumi's changes of a Lambda function", () => {
  let aws: EmbeddedLambda;
  let deployment: FakeDeployment;
  beforeEach(async () => {
    aws = await EmbeddedLambda.start();
    deployment = new FakeDeployment({ service: aws.lambda });
  });
  afterEach(() => aws.stop());

  const inputs = (answer: number, stage: string) => ({
    ...{ name: "fn", handler: "index.handler", runtime: "nodejs24.x", role: functionRole },
    code: new AssetArchive({
      "index.mjs": new StringAsset(`export const handler = () => [${answer}, process.env.STAGE];`),
    }),
    environment: { variables: { STAGE: stage } },
  });

  it("updates code and settings in place; the hash of the code changes with it", async () => {
    const existing = await deployment.existing("aws:lambda/function:Function", inputs(1, "a"));
    expect(await deployment.diff(existing, inputs(2, "a"))).to.deep.include({
      replaces: [],
      recomputes: ["codeSha256"],
    });
    expect(await deployment.diff(existing, inputs(1, "b"))).not.to.have.property("recomputes");
    const reserved = { ...inputs(1, "a"), reservedConcurrentExecutions: 5 };
    expect(await deployment.diff(existing, reserved)).not.to.have.property("recomputes");
    await deployment.update(existing, reserved);
    expect(aws.lambda.concurrency.reservedOf("fn")).to.equal(5);
    const changed = await deployment.update(existing, inputs(2, "b"));
    expect(aws.lambda.concurrency.reservedOf("fn")).to.equal(undefined);
    expect((await aws.invoke({})).payload).to.deep.equal([2, "b"]);
    const back = await deployment.update(changed, inputs(1, "b"));
    expect(back.outputs.codeSha256).to.equal(existing.outputs.codeSha256);
    expect(changed.outputs.codeSha256).not.to.equal(existing.outputs.codeSha256);
  });

  it("publishes a version of each change but of tags, whose ARNs are unknown in the preview", async () => {
    const published = (answer: number) => ({ ...inputs(answer, "a"), publish: true });
    const type = "aws:lambda/function:Function";
    const unpublished = await deployment.existing(type, inputs(1, "a"));
    expect(unpublished.outputs).to.deep.include({ version: "$LATEST" });
    const ofVersion = ["version", "qualifiedArn", "qualifiedInvokeArn"];
    expect((await deployment.diff(unpublished, published(1))).recomputes).to.deep.equal(ofVersion);
    const first = await deployment.update(unpublished, published(1));
    const { arn } = first.outputs;
    expect(first.outputs).to.deep.include({ version: "1", arn, qualifiedArn: `${arn}:1` });
    expect((await deployment.diff(first, published(2))).recomputes).to.deep.equal([
      "codeSha256",
      ...ofVersion,
    ]);
    const tagged = { ...published(1), tags: { team: "a" } };
    expect(await deployment.diff(first, tagged)).not.to.have.property("recomputes");
    expect((await deployment.update(first, tagged)).outputs.version).to.equal("1");
    expect((await deployment.update(first, published(2))).outputs.version).to.equal("2");
    const payloads = ["fn:1", "fn:2", "fn"].map(async (name) => (await aws.invoke({}, name)).payload);
    expect(await Promise.all(payloads)).to.deep.equal([
      [1, "a"],
      [2, "a"],
      [2, "a"],
    ]);
  });

  it("restores it in the next session with its code of then", async () => {
    const existing = await deployment.existing("aws:lambda/function:Function", inputs(1, "a"));
    const next = await EmbeddedLambda.start(aws.dir);
    const outputs = { ...existing.outputs, version: "4" };
    const outdated = { ...existing, outputs, inputs: inputs(3, "a") };
    await resources["aws:lambda/function:Function"]?.restore?.(outdated, {
      ...{ service: next.lambda, region: "eu-central-1", root: "/", digits: "" },
      warn: () => {},
    });
    expect((await next.invoke({})).payload).to.deep.equal([1, "a"]);
    expect((await next.invoke({}, "fn:4")).payload).to.deep.equal([1, "a"]);
    await next.stop();
  });

  it("deletes it, also if it is gone already", async () => {
    const existing = await deployment.existing("aws:lambda/function:Function", inputs(1, "a"));
    await deployment.delete(existing);
    expect(() => aws.lambda.find("fn")).to.throw("Function not found: ");
    await deployment.delete(existing);
  });
});
