import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { stsService } from "../../services/sts/index.ts";
import { clientFor } from "../../testing/client.ts";
import { Identity } from "../identity/identity.ts";
import { type Authorization, readAuthorization } from "./authorization.ts";
import { type Gateway, startGateway } from "./server.ts";
import { authenticate, sign, signatureMatches } from "./signature.ts";

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const scope = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";
const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const common = { host: "examplebucket.s3.amazonaws.com", "x-amz-date": "20130524T000000Z" };

function check(example: {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signature?: string;
}) {
  const { method = "GET", path = "/", query: rawQuery = "", body = "", signature } = example;
  const headers: Record<string, string> = { ...common, ...example.headers };
  if (signature !== undefined) {
    const names = Object.keys(headers).sort().join(";");
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${names},Signature=${signature}`;
  }
  const claim = readAuthorization({ headers, query: new URLSearchParams(rawQuery) });
  if (claim === undefined || "reason" in claim) throw new Error("no claim");
  return signatureMatches({ method, path, rawQuery, headers, body: Buffer.from(body) }, claim, secret);
}

describe("signature", () => {
  // The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
  // and https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  const range = {
    path: "/test.txt",
    headers: { range: "bytes=0-9", "x-amz-content-sha256": empty },
    signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  };
  for (const [what, example] of [
    ["a GET with a range", range],
    [
      "a PUT of a key with a special character",
      {
        method: "PUT",
        path: "/test%24file.text",
        headers: {
          date: "Fri, 24 May 2013 00:00:00 GMT",
          "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
          "x-amz-storage-class": "REDUCED_REDUNDANCY",
        },
        body: "Welcome to Amazon S3.",
        signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
      },
    ],
    [
      "a query without a value",
      {
        query: "lifecycle",
        headers: { "x-amz-content-sha256": empty },
        signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
      },
    ],
    [
      "a query in another order",
      {
        query: "prefix=J&max-keys=2",
        headers: { "x-amz-content-sha256": empty },
        signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
      },
    ],
    [
      "a presigned URL",
      {
        path: "/test.txt",
        query: `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
      },
    ],
  ] as const) {
    it(`of ${what} equals the example of AWS`, () => {
      expect(check(example)).to.equal(true);
    });
  }

  it("does not match after a change of a signed part", () => {
    expect(check({ ...range, method: "DELETE" })).to.equal(false);
    expect(check({ ...range, path: "/other.txt" })).to.equal(false);
    expect(check({ ...range, query: "acl" })).to.equal(false);
    expect(check({ ...range, headers: { ...range.headers, range: "bytes=0-99" } })).to.equal(false);
    expect(check({ ...range, signature: "00" })).to.equal(false);
  });
});

describe("authentication", () => {
  const identity = new Identity({ clock: realClock });
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway({ identity, services: [stsService(identity)] });
  });
  after(() => gateway.stop());

  it("refuses a presigned URL that has expired, or is not valid yet", () => {
    const { accessKeyId, secretAccessKey } = identity.operator;
    const claim = {
      accessKeyId,
      date: "20260101",
      region: "us-east-1",
      service: "s3",
      signedHeaders: ["host"],
      timestamp: "20260101T000000Z",
      sessionToken: undefined,
      presigned: true,
      expires: "60",
    };
    const request = {
      method: "GET",
      path: "/shop/key",
      rawQuery: "",
      headers: { host: "h" },
      body: Buffer.alloc(0),
    };
    const signature = sign(request, claim, secretAccessKey).toString("hex");
    const at = (ms: number, more: Partial<Authorization> = {}) =>
      authenticate(request, { ...claim, signature, ...more }, identity, Date.UTC(2026, 0, 1) + ms);
    expect(at(60_000)).to.have.property("userId", "000000000000");
    expect(at(60_001)).to.deep.include({
      reason: "presignedUrlExpired",
      s3Fields: {
        ...{ "X-Amz-Expires": "60", Expires: "2026-01-01T00:01:00Z", ServerTime: "2026-01-01T00:01:00Z" },
      },
    });
    expect(at(-900_001)).to.include({ reason: "presignedUrlExpired", s3Message: "Request is not valid yet" });
    for (const expires of ["604801", "Infinity", "-1", ""])
      expect(at(0, { expires }), expires).to.include({ reason: "invalidExpires" });
    expect(at(0, { signature: `${signature}00` })).to.include({ reason: "wrongSignature" });
  });

  // "Amazon S3 only": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
  for (const payload of ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"])
    it(`refuses ${payload} for other services than S3`, async () => {
      const client = new STSClient(clientFor(gateway.endpoint, identity.operator));
      client.middlewareStack.add(
        (next) => (args) => {
          Object.assign((args.request as { headers: object }).headers, { "x-amz-content-sha256": payload });
          return next(args);
        },
        { step: "build" },
      );
      const error = await rejection(client.send(new GetCallerIdentityCommand()));
      expect(error.name).to.equal("SignatureDoesNotMatch");
    });

  it("refuses a changed body", async () => {
    const client = new STSClient(clientFor(gateway.endpoint, identity.operator));
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { body: "Action=GetCallerIdentitY&Version=2011-06-15" });
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    const error = await rejection(client.send(new GetCallerIdentityCommand()));
    expect(error.name).to.equal("SignatureDoesNotMatch");
  });
});
