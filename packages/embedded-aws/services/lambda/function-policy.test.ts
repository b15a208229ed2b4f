import { rejection } from "@batchline/diagnostics/testing";
import type { PropertyMap } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { EmbeddedLambda, functionArn } from "../../testing/embedded-lambda.ts";
import { eventually } from "../../testing/embedded-step-functions.ts";
import { FakeDeployment } from "../../testing/fake-deployment.ts";

describe("services that call a Lambda function", () => {
  const rule = "arn:aws:events:eu-central-1:000000000000:rule/stopped";
  const caller = { service: "events.amazonaws.com", sourceArn: rule };
  let aws: EmbeddedLambda;
  let deployment: FakeDeployment;
  beforeEach(async () => {
    aws = await EmbeddedLambda.start();
    deployment = new FakeDeployment({ service: aws.lambda });
    await aws.create("export const handler = ({ text }) => console.log(text)");
  });
  afterEach(() => aws.stop());

  const permit = (more: PropertyMap = {}) =>
    deployment.existing("aws:lambda/permission:Permission", {
      ...{ statementId: "rule", function: "fn", action: "lambda:InvokeFunction" },
      ...{ principal: "events.amazonaws.com", sourceArn: rule },
      ...more,
    });
  /** Whether the function hears of the text. */
  const isHeard = async (reference: string, text: string) => {
    try {
      aws.lambda.invokeFor(caller, reference, JSON.stringify({ text }));
    } catch (cause) {
      expect(cause).to.include({ code: "AccessDeniedException" });
      return false;
    }
    return eventually(() => aws.lines.some((line) => line.includes(text)) || undefined);
  };

  it("need a statement of its policy; else they are refused, and the denial is recorded", async () => {
    expect(await isHeard("fn", "first")).to.equal(false);
    expect(aws.identity.denials.at(-1)).to.include({
      ...{ principal: "events.amazonaws.com", action: "lambda:InvokeFunction", resource: "fn" },
      message: `events.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: fn because no resource-based policy allows the lambda:InvokeFunction action for ${rule}`,
    });
    const statement = await permit();
    expect(await isHeard(functionArn, "second")).to.equal(true);
    await deployment.delete(statement);
    expect(await isHeard("fn", "third")).to.equal(false);
  });

  it("need one for the version that they call, and none for others", async () => {
    aws.lambda.publishVersion("fn");
    await permit();
    expect(await isHeard("fn:1", "first")).to.equal(false);
    await permit({ qualifier: "1" });
    expect(await isHeard("fn:1", "second")).to.equal(true);
  });

  it("need one for the version that an ARN names, which exists and is not $LATEST", async () => {
    aws.lambda.publishVersion("fn");
    await permit({ function: `${functionArn}:1` });
    expect(await isHeard("fn", "first")).to.equal(false);
    expect(await isHeard("fn:1", "second")).to.equal(true);
    expect(await rejection(permit({ qualifier: "2" }))).to.include({ code: "ResourceNotFoundException" });
    expect(await rejection(permit({ qualifier: "$LATEST" }))).to.include({
      code: "InvalidParameterValueException",
      message: "We currently do not support adding policies for $LATEST.",
    });
  });

  for (const [what, more] of Object.entries<PropertyMap>({
    "another service": { principal: "sns.amazonaws.com" },
    "another rule": { sourceArn: `${rule}-2` },
    "another account": { sourceAccount: "111122223333" },
    "another action": { action: "lambda:GetFunction" },
  }))
    it(`are refused by a statement for ${what}`, async () => {
      await permit(more);
      expect(await isHeard("fn", "first")).to.equal(false);
    });

  it("are allowed by ARNs with wildcards", async () => {
    await permit({ sourceArn: "arn:aws:events:*:000000000000:rule/*" });
    expect(await isHeard("fn", "first")).to.equal(true);
  });

  it("a statement's id is used once, and its function exists", async () => {
    await permit();
    expect(await rejection(permit())).to.include({ code: "ResourceConflictException" });
    expect(await rejection(permit({ function: "none" }))).to.include({ code: "ResourceNotFoundException" });
  });
});
