import { expect } from "chai";
import { httpStatus, isTransientError } from "./transient-error.ts";

/** An error as an AWS client throws it. */
const awsError = (name: string, httpStatusCode: number | undefined, code?: string) =>
  Object.assign(new Error("AWS says no"), {
    name,
    $metadata: { httpStatusCode },
    ...(code === undefined ? {} : { code }),
  });

describe("a fault of AWS", () => {
  for (const [what, error] of [
    ["throttling by S3", awsError("SlowDown", 503)],
    ["throttling by STS", awsError("Throttling", 400)],
    ["throttling by DynamoDB", awsError("ProvisionedThroughputExceededException", 400)],
    ["an internal error", awsError("InternalError", 500)],
    ["a timeout of the client", awsError("TimeoutError", undefined)],
    ["a conflict in S3", awsError("ConditionalRequestConflict", 409)],
    ["a refused connection", awsError("Error", undefined, "ECONNREFUSED")],
  ] as const) {
    it(`passes when it is ${what}`, () => {
      expect(isTransientError(error)).to.equal(true);
    });
  }

  for (const [what, error] of [
    ["denied access", awsError("AccessDenied", 403)],
    ["a missing bucket", awsError("NoSuchBucket", 404)],
    ["not AWS's at all", new TypeError("x is not a function")],
    ["a supplier's connection", Object.assign(new Error("lost"), { code: "ECONNRESET" })],
    ["no error", "a text"],
  ] as const) {
    it(`stays when it is ${what}`, () => {
      expect(isTransientError(error)).to.equal(false);
    });
  }

  it("has the status that the service answered with", () => {
    expect(httpStatus(awsError("AccessDenied", 403))).to.equal(403);
    expect(httpStatus(new Error("no"))).to.equal(0);
  });
});
