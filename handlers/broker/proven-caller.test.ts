import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import type { BrokerRequest } from "../../contract/broker/request.ts";
import { NotYetError, RefusedError } from "./not-granted.ts";
import { provenCaller } from "./proven-caller.ts";

const taskId = "0123456789abcdef0123456789abcdef";
const broker = "arn:aws:lambda:eu-central-1:123456789012:function:broker";
const time = Date.parse("2026-11-28T15:00:00.250Z");
const request: BrokerRequest = {
  ...{ version: 1, kind: "chunk", jobId: "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90:7" },
  proof: {
    ...{ accessKeyId: "ASIAIOSFODNN7EXAMPLE", sessionToken: "token", signature: "a".repeat(64), time },
  },
};
const document = (arn: string, account = "123456789012") =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn>` +
  `<UserId>AROA:x</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId>` +
  "</ResponseMetadata></GetCallerIdentityResponse>";
const genuine = document(`arn:aws:sts::123456789012:assumed-role/import-stage/${taskId}`);
const failure = (code: string) => `<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>`;

/** What a stand-in of STS was sent. */
interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe("the caller, by STS's word", () => {
  let server: Server;
  let heard: Heard[];
  let answer: (response: ServerResponse) => void;
  beforeEach(async () => {
    heard = [];
    server = createServer(async (message, response) => {
      const parts: Buffer[] = [];
      for await (const part of message) parts.push(part);
      const { method, url, headers } = message;
      heard.push({ method, url, headers, body: Buffer.concat(parts).toString() });
      answer(response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const says = (status: number, body: string, type = "text/xml", more = {}) => {
    answer = (response) => response.writeHead(status, { "content-type": type, ...more }).end(body);
  };
  const caller = () =>
    provenCaller(request, { broker, region: "eu-central-1", sts: new URL(`http://${host()}`) }, time);
  const codeOf = async () => {
    const error = await rejection(caller());
    if (error instanceof RefusedError || error instanceof NotYetError)
      return `${error.outcome} ${error.code}`;
    throw error;
  };

  it("is a container's role and task", async () => {
    says(200, genuine);
    expect(await caller()).to.deep.equal({
      ...{ role: "import-stage", roleArn: "arn:aws:iam::123456789012:role/import-stage", taskId },
    });
  });

  it("is asked for with the broker's headers alone", async () => {
    says(200, genuine);
    await caller();
    expect(heard).to.deep.equal([
      {
        method: "POST",
        url: "/",
        headers: {
          authorization:
            "AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20261128/eu-central-1/sts/aws4_request, " +
            "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-batchline-proof, " +
            `Signature=${"a".repeat(64)}`,
          connection: "keep-alive",
          "content-length": "43",
          "content-type": "application/x-www-form-urlencoded; charset=utf-8",
          host: host(),
          "x-amz-date": "20261128T150000Z",
          "x-amz-security-token": "token",
          "x-batchline-proof": `${broker}|${request.jobId}|${time}`,
        },
        body: "Action=GetCallerIdentity&Version=2011-06-15",
      },
    ]);
  });

  it("is nobody after a redirect, which is not followed", async () => {
    says(302, genuine, "text/xml", { location: `http://${host()}/elsewhere` });
    expect(await codeOf()).to.equal("refused BL-B002");
    expect(heard.map(({ url }) => url)).to.deep.equal(["/"]);
  });

  for (const type of ["application/json", "text/xmlish", "text/plain; a=text/xml"]) {
    it(`is nobody in ${type}`, async () => {
      says(200, genuine, type);
      expect(await codeOf()).to.equal("refused BL-B002");
    });
  }

  it("is nobody in a compressed answer, which is not unpacked", async () => {
    const { gzipSync } = await import("node:zlib");
    answer = (response) =>
      response
        .writeHead(200, { "content-type": "text/xml", "content-encoding": "gzip" })
        .end(gzipSync(genuine));
    expect(await codeOf()).to.equal("refused BL-B002");
  });

  const others = {
    "a user": document("arn:aws:iam::123456789012:user/import-stage"),
    "the account": document("arn:aws:iam::123456789012:root"),
    "a role in another account": document(
      `arn:aws:sts::123456789013:assumed-role/import-stage/${taskId}`,
      "123456789013",
    ),
    "a role with another account's number": document(
      `arn:aws:sts::123456789012:assumed-role/a/${taskId}`,
      "1",
    ),
    "a role in another partition": document(
      `arn:aws-cn:sts::123456789012:assumed-role/import-stage/${taskId}`,
    ),
    "a session with a name of somebody's choice": document(
      "arn:aws:sts::123456789012:assumed-role/import-stage/me",
    ),
    "a session with more than a task's id": document(`arn:aws:sts::123456789012:assumed-role/a/b/${taskId}`),
    "a federated user": document(`arn:aws:sts::123456789012:federated-user/${taskId}`),
  };
  for (const [who, body] of Object.entries(others)) {
    it(`is no container if it is ${who}`, async () => {
      says(200, body);
      expect(await codeOf()).to.equal("refused BL-B004");
    });
  }

  for (const code of ["SignatureDoesNotMatch", "InvalidClientTokenId", "AccessDenied"]) {
    it(`is refused for STS's ${code}`, async () => {
      says(403, failure(code));
      expect(await codeOf()).to.equal("refused BL-B002");
    });
  }

  for (const [status, code] of [
    [400, "Throttling"],
    [403, "ExpiredToken"],
    [503, "ServiceUnavailable"],
    [500, "?"],
  ] as const) {
    it(`may be known later after STS's ${status} ${code}`, async () => {
      says(status, failure(code));
      expect(await codeOf()).to.equal("not-yet BL-B011");
    });
  }

  it("may be known later after an answer without an end", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-type": "text/xml" });
      const more = () => response.write("<a>".repeat(1000)) && setImmediate(more);
      response.on("drain", more).on("error", () => {});
      more();
    };
    expect(await codeOf()).to.equal("not-yet BL-B011");
  });

  it("is asked for again, once, if the connection was closed", async () => {
    let times = 0;
    answer = (response) => {
      times += 1;
      if (times === 1) response.socket?.resetAndDestroy();
      else response.writeHead(200, { "content-type": "text/xml" }).end(genuine);
    };
    expect((await caller()).taskId).to.equal(taskId);
    answer = (response) => response.socket?.resetAndDestroy();
    expect(await codeOf()).to.equal("not-yet BL-B011");
    expect(heard).to.have.length(4);
  });
});
