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
    const changed = await deployment.update(existing, inputs(2, "b"));
    expect((await aws.invoke({})).payload).to.deep.equal([2, "b"]);
    const back = await deployment.update(changed, inputs(1, "b"));
    expect(back.outputs.codeSha256).to.equal(existing.outputs.codeSha256);
    expect(changed.outputs.codeSha256).not.to.equal(existing.outputs.codeSha256);
  });

  it("restores it in the next session with its code of then", async () => {
    const existing = await deployment.existing("aws:lambda/function:Function", inputs(1, "a"));
    const next = await EmbeddedLambda.start(aws.dir);
    const outdated = { ...existing, inputs: inputs(3, "a") };
    await resources["aws:lambda/function:Function"]?.restore?.(outdated, {
      ...{ service: next.lambda, region: "eu-central-1", root: "/", digits: "" },
      warn: () => {},
    });
    expect((await next.invoke({})).payload).to.deep.equal([1, "a"]);
    await next.stop();
  });

  it("deletes it, also if it is gone already", async () => {
    const existing = await deployment.existing("aws:lambda/function:Function", inputs(1, "a"));
    await deployment.delete(existing);
    expect(() => aws.lambda.find("fn")).to.throw("Function not found: ");
    await deployment.delete(existing);
  });
});
