import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { clientFor } from "../../../testing/client.ts";
import { type ServedS3, serveS3 } from "../../../testing/served-s3.ts";
import {
  type ChunkSigner,
  type RawRequest,
  sendSigned,
  signedRequest,
} from "../../../testing/signed-request.ts";

const crc64 = "x-amz-checksum-crc64nvme";
const hello = "M3eFcAZSQlc=";
const trailed = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const incomplete = "400 IncompleteBody: The request body terminated unexpectedly";
const otherLength =
  "400 IncompleteBody: You did not provide the number of bytes specified by the Content-Length HTTP header";
const malformedTrailer = /^400 MalformedTrailerError: /;
const wrongSignature = /^403 SignatureDoesNotMatch: /;

describe("the gateway's uploads", () => {
  let served: ServedS3;
  before(async () => {
    served = await serveS3();
  });
  after(() => served.stop());

  const put = (request: Partial<RawRequest>) =>
    sendSigned(served.endpoint, served.identity.operator, {
      ...{ method: "PUT", path: "/shop/k", service: "s3" },
      ...request,
    });
  /** Uploads in chunks that are not signed. */
  const chunked = (body: string, length: number | string, headers: Readonly<Record<string, string>> = {}) =>
    put({
      body,
      headers: {
        ...{ "x-amz-content-sha256": trailed, "x-amz-decoded-content-length": String(length) },
        ...headers,
      },
    });
  /** Uploads in signed chunks. */
  const inSigned = (
    length: number,
    bodyOf: (signer: ChunkSigner) => string,
    headers: Record<string, string> = {},
  ) =>
    put({
      bodyOf,
      headers: { "x-amz-content-sha256": signed, "x-amz-decoded-content-length": String(length), ...headers },
    });
  const stored = async (Key = "k") => {
    const { Body } = await served.client.send(new GetObjectCommand({ Bucket: "shop", Key }));
    return await Body?.transformToString();
  };
  const end = "0\r\n\r\n";
  const withTrailer = { "x-amz-trailer": crc64 };

  it("arrive in chunks, with a checksum after them", async () => {
    const { status, headers } = await chunked(`5\r\nhello\r\n0\r\n${crc64}:${hello}\r\n\r\n`, 5, withTrailer);
    expect([status, headers[crc64]]).to.deep.equal([200, hello]);
    expect(await stored()).to.equal("hello");
  });

  // As AWS answers by https://github.com/versity/versitygw/tree/main/tests/integration (…_streaming_payload….go).
  for (const [what, body, length, error, headers] of [
    ["a size below zero", "-6\r\nx", 1, incomplete],
    ["a size that is no number", "invalid\r\ndummy data\r\n0\r\n\r\n", 10, incomplete],
    ["a size of 17 digits", `${"1".repeat(17)}\r\n`, 10, incomplete],
    ["a size without an end", "a".repeat(2000), 10, incomplete],
    ["a line without carriage return", "A\ndummy data\r\n0\r\n\r\n", 10, incomplete],
    ["no end of the data", "A\r\ndummy data0\r\n\r\n", 10, incomplete],
    ["more data than their size", "A\r\nXYZ\r\ndummy data\r\n0\r\n\r\n", 10, incomplete],
    ["no last chunk", "A\r\ndummy data\r\n", 10, incomplete],
    ["no end of the trailers", "A\r\ndummy data\r\n0\r\n", 10, incomplete],
    ["less data than announced", `5\r\nhello\r\n${end}`, 6, otherLength],
    ["more data than announced", `5\r\nhello\r\n${end}`, 4, otherLength],
    [
      "a small chunk before another",
      `3\r\nhel\r\n2\r\nlo\r\n${end}`,
      5,
      /^400 InvalidChunkSizeError: Only the last chunk/,
    ],
    ["no trailer where one is announced", `5\r\nhello\r\n${end}`, 5, malformedTrailer, withTrailer],
    ["a trailer without a name", `5\r\nhello\r\n0\r\n:${hello}\r\n\r\n`, 5, malformedTrailer, withTrailer],
    ["a trailer that is not announced", `5\r\nhello\r\n0\r\n${crc64}:${hello}\r\n\r\n`, 5, malformedTrailer],
    [
      "a trailer that is no checksum",
      `5\r\nhello\r\n0\r\n${crc64}:ab\u0001c\r\n\r\n`,
      5,
      `400 InvalidRequest: Value for ${crc64} trailing header is invalid.`,
      withTrailer,
    ],
    [
      "a wrong checksum",
      `5\r\nhello\r\n0\r\n${crc64}:QFRKMGE3tuw=\r\n\r\n`,
      5,
      /^400 BadDigest: /,
      withTrailer,
    ],
    [
      "a trailer of another kind",
      `5\r\nhello\r\n${end}`,
      5,
      "400 InvalidRequest: The value specified in the x-amz-trailer header is not supported",
      { "x-amz-trailer": "x-amz-meta-a" },
    ],
    ["no length of the data", `5\r\nhello\r\n${end}`, "five", /^411 MissingContentLength: /],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      const answer = await chunked(body, length, headers);
      if (typeof error === "string") expect(answer.error).to.equal(error);
      else expect(answer.error).to.match(error);
    });
  }

  it("count the chunk that follows a small one, as AWS does", async () => {
    const { body } = await chunked(`3\r\nhel\r\n2\r\nlo\r\n${end}`, 5);
    expect(body.toString()).to.contain("<Chunk>2</Chunk><BadChunkSize>3</BadChunkSize>");
  });

  it("have the signature of each chunk checked, and that of the trailers", async () => {
    const large = "x".repeat(9000);
    const whole = (signer: ChunkSigner) =>
      `${signer.chunk(large)}\r\n${signer.chunk("end")}\r\n${signer.chunk("")}\r\n`;
    expect((await inSigned(9003, whole)).status).to.equal(200);
    expect(await stored()).to.equal(`${large}end`);
    const altered = (signer: ChunkSigner) => whole(signer).replace("end", "END");
    expect((await inSigned(9003, altered)).error).to.match(wrongSignature);
    const swapped = (signer: ChunkSigner) => {
      const [last, first] = [signer.chunk("end"), signer.chunk(large)];
      return `${first}\r\n${last}\r\n${signer.chunk("")}\r\n`;
    };
    expect((await inSigned(9003, swapped)).error).to.match(wrongSignature);
    const missing = (signer: ChunkSigner) => whole(signer).replaceAll(/;chunk-signature=\w+/g, "");
    expect((await inSigned(9003, missing)).error).to.equal(incomplete);
    expect(await stored()).to.equal(`${large}end`);
  });

  it("have the signature of the trailers checked", async () => {
    const headers = { "x-amz-content-sha256": `${signed}-TRAILER`, ...withTrailer };
    const whole = (signer: ChunkSigner) =>
      `${signer.chunk("hello")}\r\n${signer.chunk("")}${signer.trailers(`${crc64}:${hello}`)}`;
    expect((await inSigned(5, whole, headers)).status).to.equal(200);
    const altered = (signer: ChunkSigner) =>
      whole(signer).replace(/(trailer-signature:)\w{4}/, (_, name: string) => `${name}0000`);
    expect((await inSigned(5, altered, headers)).error).to.match(wrongSignature);
    const missing = (signer: ChunkSigner) => whole(signer).replace(/x-amz-trailer-signature.*\r\n/, "");
    expect((await inSigned(5, missing, headers)).error).to.equal(incomplete);
  });

  it("have the stated hash, or none", async () => {
    const hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    const { body } = await put({ body: "HELLO", headers: { "x-amz-content-sha256": hash } });
    expect(body.toString()).to.contain("<Code>XAmzContentSHA256Mismatch</Code>");
    expect(body.toString()).to.contain(`<ClientComputedContentSHA256>${hash}</ClientComputedContentSHA256>`);
    const unsigned = await put({ body: "HELLO", headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } });
    expect(unsigned.status).to.equal(200);
    const nonsense = await put({ body: "HELLO", headers: { "x-amz-content-sha256": "STREAMING-SOMETHING" } });
    expect(nonsense.error).to.match(/^400 InvalidArgument: x-amz-content-sha256 must be UNSIGNED-PAYLOAD, /);
    const chunks = { "x-amz-content-sha256": trailed };
    const elsewhere = await put({ method: "POST", path: "/shop?delete", body: "x", headers: chunks });
    expect(elsewhere.error).to.equal(
      "400 InvalidRequest: The value of x-amz-content-sha256 header is invalid.",
    );
  });

  it("need a length", async () => {
    const { body } = await put({
      body: "hello",
      headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD", "transfer-encoding": "chunked" },
    });
    expect(body.toString()).to.contain("<Code>NotImplemented</Code>");
    expect(body.toString()).to.contain("<Header>Transfer-Encoding</Header>");
    const headers = {
      "content-length": String(5 * 1024 ** 3 + 1),
      "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    };
    expect((await put({ body: "hello", sends: 1, headers })).error).to.match(/^400 EntityTooLarge: /);
  });

  it("leave no file behind, whatever became of them", async () => {
    const body = Buffer.alloc(600_000, 1);
    expect((await put({ body })).status).to.equal(200);
    expect((await put({ body, headers: { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" } })).status).to.equal(
      400,
    );
    const short = "7a120\r\n".concat("x".repeat(500_000), "\r\n", end);
    expect((await chunked(short, 500_001)).error).to.equal(otherLength);
    expect(await readdir(join(served.dir, ".incoming"))).to.deep.equal([]);
  });

  it("leave no file behind if the client goes in the middle", async () => {
    const body = Buffer.alloc(5_000_000, 1);
    const { headers } = signedRequest(served.endpoint, served.identity.operator, {
      ...{ method: "PUT", path: "/shop/k", service: "s3", body },
    });
    const sent = request(`${served.endpoint}/shop/k`, {
      method: "PUT",
      headers: { ...headers, "content-length": body.length },
    });
    sent.on("error", () => {});
    sent.write(body.subarray(0, 1_000_000));
    const files = () => readdir(join(served.dir, ".incoming"));
    while ((await files()).length === 0) await turn();
    sent.destroy();
    while ((await files()).length > 0) await turn();
  });

  it("are refused by their headers, before the body comes", async () => {
    const { accessKeyId } = served.identity.operator;
    const sends = 10;
    const body = Buffer.alloc(5_000_000);
    for (const credentials of [
      { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "x" },
      { accessKeyId, secretAccessKey: "guessed" },
    ]) {
      const request = { method: "PUT", path: "/shop/k", service: "s3", body, sends };
      const { status, headers } = await sendSigned(served.endpoint, credentials, request);
      expect([status, headers.connection]).to.deep.equal([403, "close"]);
    }
  });

  it("of an SDK that asks first are refused without the body", async () => {
    const client = new S3Client({
      ...clientFor(served.endpoint, { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "x" }),
    });
    const Body = Buffer.alloc(5_000_000);
    const error = await rejection(client.send(new PutObjectCommand({ Bucket: "shop", Key: "k", Body })));
    expect(error.name).to.equal("InvalidAccessKeyId");
  });
});
