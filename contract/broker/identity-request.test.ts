import { expect } from "chai";
import { identityRequest, signingDate, stsEndpoint } from "./identity-request.ts";

const facts = {
  broker: "arn:aws:lambda:eu-central-1:123456789012:function:batchline-broker",
  jobId: "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90:7",
  time: Date.parse("2026-11-28T15:00:00.123Z"),
  sessionToken: "token",
};

describe("the request that proves a container's role", () => {
  it("names the broker, the job and the time in a header", () => {
    expect(identityRequest(stsEndpoint("eu-central-1", {}), facts)).to.deep.equal({
      url: new URL("https://sts.eu-central-1.amazonaws.com/"),
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        host: "sts.eu-central-1.amazonaws.com",
        "x-amz-date": "20261128T150000Z",
        "x-amz-security-token": "token",
        "x-batchline-proof": `${facts.broker}|${facts.jobId}|1795878000123`,
      },
      body: "Action=GetCallerIdentity&Version=2011-06-15",
    });
  });

  it("is dated by whole seconds", () => {
    expect(signingDate(facts.time + 876)).to.equal("20261128T150000Z");
    expect(signingDate(facts.time + 877)).to.equal("20261128T150001Z");
  });

  it("goes to the endpoint of the environment, STS's own first", () => {
    const general = "http://127.0.0.1:4566";
    const own = "http://127.0.0.1:4567";
    const at = (environment: Record<string, string>) => stsEndpoint("eu-central-1", environment).host;
    expect(at({ AWS_ENDPOINT_URL: general })).to.equal("127.0.0.1:4566");
    expect(at({ AWS_ENDPOINT_URL: general, AWS_ENDPOINT_URL_STS: own })).to.equal("127.0.0.1:4567");
  });
});
