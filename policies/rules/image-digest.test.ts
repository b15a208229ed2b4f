import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import {
  containerWith,
  definitionWith,
  happyContainer,
  happyDefinition,
  nodesWith,
} from "../../testing/policies/happy.ts";
import { resourceType } from "../kit/resource-types.ts";
import { imageDigest as rule } from "./image-digest.ts";

describe("policy image-digest", () => {
  const tagged = "registry.example/worker:latest";
  const functionOf = (imageUri: string | undefined) => ({
    type: resourceType<FunctionArgs>("aws:lambda/function:Function"),
    props: { role: "arn:aws:iam::000000000000:role/metadata", ...(imageUri && { imageUri }) },
  });

  it("is kept by images with a digest, with a tag beside it or not, and by functions without an image", () => {
    expect(judge(rule, happyDefinition)).to.deep.equal({ violations: [], unjudged: [] });
    const both = containerWith({ image: happyContainer.image.replace("@", ":1.2@") });
    expect(judge(rule, both).violations).to.deep.equal([]);
    for (const image of [undefined, happyContainer.image])
      expect(judge(rule, functionOf(image)).violations).to.deep.equal([]);
  });

  it("refuses a tag, no tag, and half a digest", () => {
    for (const image of [tagged, "worker", "worker@sha256:abc"])
      expect(judge(rule, containerWith({ image })).violations).to.deep.equal([
        `containerProperties.image is ${image}, without a digest`,
      ]);
    expect(judge(rule, nodesWith(happyContainer, { image: tagged })).violations).to.deep.equal([
      `nodeProperties.nodeRangeProperties[1].container.image is ${tagged}, without a digest`,
    ]);
    expect(judge(rule, functionOf(tagged)).violations).to.deep.equal([
      `imageUri is ${tagged}, without a digest`,
    ]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, definitionWith({ containerProperties: unknown })).unjudged).to.deep.equal([
      "containerProperties",
    ]);
    expect(judge(rule, functionOf(unknown)).unjudged).to.deep.equal(["imageUri"]);
  });
});
