import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { Bucket } from "./bucket.ts";

describe("handlers: a new object", () => {
  /** What S3 answers, one after the other. */
  let statuses: number[] = [];
  let server: Server;
  let s3: S3Client;
  let bucket: Bucket;
  before(async () => {
    server = createServer((request, response) => {
      request.resume().on("end", () => response.writeHead(statuses.shift() ?? 500).end());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    s3 = new S3Client({
      ...{ region: "eu-central-1", forcePathStyle: true, maxAttempts: 1 },
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    bucket = new Bucket(s3, "platform");
  });
  after(() => {
    s3.destroy();
    server.close();
  });

  const put = (...answers: number[]) => {
    statuses = answers;
    return bucket.putNew("plan.json", "{}", "application/json");
  };

  it("is written unless there is one, also after conflicts with another write", async () => {
    expect(await put(200)).to.equal(true);
    expect(await put(412)).to.equal(false);
    expect(await put(409, 409, 200)).to.equal(true);
    expect(await put(409, 412)).to.equal(false);
  });

  it("is not taken for written or for there when S3 fails", async () => {
    const error = await put(403).catch((cause: Error) => cause);
    expect(error).to.be.instanceOf(Error);
  });
});
