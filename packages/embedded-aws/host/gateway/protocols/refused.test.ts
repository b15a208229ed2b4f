import { expect } from "chai";
import { AwsError } from "../aws-error.ts";
import type { GatewayRequest, Service } from "../service.ts";
import { awsJsonService } from "./aws-json.ts";
import { queryService } from "./query.ts";
import { restJsonService } from "./rest-json.ts";
import { s3Error } from "./s3-error.ts";

const denied = new AwsError("AccessDeniedException", "not allowed", 403);
const operations = {
  Get: () => {
    throw denied;
  },
};
const query = { signingName: "x", namespace: "urn:x/doc/1", operations };

const request: GatewayRequest = {
  method: "POST",
  path: "/get",
  query: new URLSearchParams("Action=Get&Version=1"),
  headers: { "x-amz-target": "X.Get" },
  body: Buffer.alloc(0),
  requestId: "1",
  principal: { arn: "arn:aws:iam::000000000000:root", userId: "000000000000", tags: {} },
  authorise: () => {},
  refusal: () => undefined,
};

describe("a refused request", () => {
  const services: Readonly<Record<string, readonly [Service, status: number, code: string]>> = {
    "AWS JSON": [
      awsJsonService({ signingName: "x", version: "1.0", operations }),
      400,
      '"AccessDeniedException"',
    ],
    "REST JSON": [
      restJsonService({ signingName: "x", routes: { "POST /get": "Get" }, operations }),
      403,
      '"AccessDeniedException"',
    ],
    query: [queryService(query), 403, "<Code>AccessDenied</Code>"],
    "query, of a service with a code of its own": [
      queryService({ ...query, deniedCode: "AuthorizationError" }),
      403,
      "<Code>AuthorizationError</Code>",
    ],
    S3: [
      { signingName: "s3", handle: async () => s3Error(denied, request) },
      403,
      "<Code>AccessDenied</Code>",
    ],
  };
  for (const [protocol, [service, status, code]] of Object.entries(services)) {
    it(`has the status and code of the protocol: ${protocol}`, async () => {
      const method = protocol.startsWith("query") ? "GET" : "POST";
      const answer = await service.handle({ ...request, method });
      expect(answer.status).to.equal(status);
      expect(`${JSON.stringify(answer.headers)}${answer.body}`).to.include(code);
    });
  }
});
