import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { sign } from "../../host/gateway/signature.ts";
import { defaultRegion } from "../../host/identity/principal.ts";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";

describe("a presigned URL of S3", () => {
  let served: ServedS3;
  before(async () => {
    served = await serveS3();
  });
  after(() => served.stop());

  const presigned = (method: string, path: string, parameters: Readonly<Record<string, string>>) => {
    const { accessKeyId, secretAccessKey } = served.identity.operator;
    const timestamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    const date = timestamp.slice(0, 8);
    const query = new URLSearchParams({
      ...parameters,
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": `${accessKeyId}/${date}/${defaultRegion}/s3/aws4_request`,
      "X-Amz-Date": timestamp,
      "X-Amz-Expires": "60",
      "X-Amz-SignedHeaders": "host",
    });
    const claim = {
      ...{ accessKeyId, date, region: defaultRegion, service: "s3", timestamp },
      ...{ signedHeaders: ["host"], sessionToken: undefined, presigned: true },
    };
    const headers = { host: new URL(served.endpoint).host };
    const request = { method, path, rawQuery: query.toString(), headers, body: Buffer.alloc(0) };
    query.set("X-Amz-Signature", sign(request, claim, secretAccessKey).toString("hex"));
    return `${served.endpoint}${path}?${query}`;
  };

  it("has headers in its query, and they count", async () => {
    const checksum = { "x-amz-sdk-checksum-algorithm": "CRC32", "x-amz-checksum-crc32": "NhCmhg==" };
    const url = presigned("PUT", "/shop/k", { "x-amz-meta-a": "1", ...checksum });
    expect((await fetch(url, { method: "PUT", body: Buffer.from("hello") })).status).to.equal(200);
    const head = await served.client.send(
      new HeadObjectCommand({ Bucket: "shop", Key: "k", ChecksumMode: "ENABLED" }),
    );
    expect([head.Metadata, head.ChecksumCRC32]).to.deep.equal([{ a: "1" }, "NhCmhg=="]);
    const other = await fetch(url, { method: "PUT", body: Buffer.from("other") });
    expect(await other.text()).to.contain("<Code>BadDigest</Code>");
  });

  it("is refused in S3's words, also for a file that curl sends as a form", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-amz-meta-a": "1" };
    const answer = await fetch(presigned("PUT", "/shop/k", {}), { method: "PUT", headers, body: "file" });
    expect(answer.status).to.equal(403);
    expect(await answer.text()).to.contain(
      "<Code>AccessDenied</Code><Message>There were headers present in the request which were not signed</Message><HeadersNotSigned>x-amz-meta-a</HeadersNotSigned>",
    );
  });

  it("is refused with a signature of Version 2", async () => {
    const answer = await fetch(`${served.endpoint}/shop/k?AWSAccessKeyId=a&Signature=b&Expires=1`);
    expect(answer.status).to.equal(400);
    expect(await answer.text()).to.contain("Please use AWS4-HMAC-SHA256.");
  });
});
