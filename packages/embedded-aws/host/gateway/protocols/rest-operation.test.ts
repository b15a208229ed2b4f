import { expect } from "chai";
import { restOperation } from "./rest-operation.ts";

const lambda = () => import("@aws-sdk/client-lambda");
const batch = () => import("@aws-sdk/client-batch");
const nobody = async () => ({});

describe("the name of a REST operation", () => {
  it("is found in the AWS SDK, for any values in the path", async () => {
    expect(await restOperation(lambda, "GET", "/2018-10-31/layers")).to.equal("ListLayers");
    expect(await restOperation(lambda, "GET", "/2015-03-31/functions/a%3Ab")).to.equal("GetFunction");
    expect(await restOperation(lambda, "GET", "/2015-03-31/functions/")).to.equal("ListFunctions");
    expect(await restOperation(batch, "DELETE", "/v1/tags/arn%3Aaws")).to.equal("UntagResource");
  });

  it("is method and path for an operation that the SDK does not have", async () => {
    expect(await restOperation(batch, "POST", "/v1/nothing")).to.equal("POST /v1/nothing");
    expect(await restOperation(nobody, "GET", "/")).to.equal("GET /");
  });
});
