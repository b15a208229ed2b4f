import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
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

  it("images with a digest, with or without a tag, and functions without an image: accepted", () => {
    expect(check(rule, happyDefinition)).to.deep.equal({ violations: [], unchecked: [] });
    const both = containerWith({ image: happyContainer.image.replace("@", ":1.2@") });
    expect(check(rule, both).violations).to.deep.equal([]);
    for (const image of [undefined, happyContainer.image])
      expect(check(rule, functionOf(image)).violations).to.deep.equal([]);
  });

  it("a tag, no tag, and half a digest: refused", () => {
    for (const image of [tagged, "worker", "worker@sha256:abc"])
      expect(check(rule, containerWith({ image })).violations).to.deep.equal(["containerProperties.image"]);
    expect(check(rule, nodesWith(happyContainer, { image: tagged })).violations).to.deep.equal([
      "nodeProperties.nodeRangeProperties[1].container.image",
    ]);
    expect(check(rule, functionOf(tagged)).violations).to.deep.equal(["imageUri"]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, definitionWith({ containerProperties: unknown })).unchecked).to.deep.equal([
      "containerProperties",
    ]);
    expect(check(rule, functionOf(unknown)).unchecked).to.deep.equal(["imageUri"]);
  });
});
