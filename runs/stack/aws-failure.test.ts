import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { rejection } from "@batchline/diagnostics/testing";
import { account } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { ServedStack } from "../../testing/runs/served-stack.ts";
import { listRuns } from "../records/list-runs.ts";
import { awsFailure } from "./aws-failure.ts";
import type { ClientSettings } from "./target.ts";

describe("a failed request to AWS", () => {
  let served: ServedStack;
  before(async () => {
    served = await ServedStack.start({ nightly: ["fetch"] });
  });
  after(() => served?.stop());

  /** What a command says when it lists runs with these settings. */
  const said = async (settings: ClientSettings) => {
    const stack = served.with({ ...served.stack.client, ...settings });
    try {
      const failure = awsFailure(await rejection(listRuns(stack)));
      return { code: failure?.code, message: failure?.message ?? "" };
    } finally {
      stack.clients.destroy();
    }
  };

  it("with credentials that AWS does not know: says to sign in", async () => {
    const { code, message } = await said({ credentials: { accessKeyId: "AKIAXXXX", secretAccessKey: "x" } });
    expect(code).to.equal("BL-O010");
    expect(message).to.contain("security token").and.contain("aws sso login");
    expect(message).not.to.contain("\n");
  });

  it("without a right: names the action", async () => {
    const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
    const arn = `arn:aws:iam::${account}:role/nobody`;
    served.aws.identity.putRole({
      name: "nobody",
      arn,
      trust: { Version: "2012-10-17", Statement: [trust] },
    });
    const { expiration: _, ...credentials } = served.aws.identity.credentialsFor(arn, "person");
    const { code, message } = await said({ credentials });
    expect(code).to.equal("BL-O011");
    expect(message).to.match(/lacks the right (dynamodb:Query|states:ListExecutions)/);
  });

  it("that nobody answers: says to check the network", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { code, message } = await said({ endpoint: `http://127.0.0.1:${port}` });
    expect(code).to.equal("BL-O012");
    expect(message).to.contain("ECONNREFUSED").and.contain("VPN");
  });

  it("of other kinds: has a code and AWS's words", () => {
    const failed = (name: string, message: string) =>
      awsFailure(Object.assign(new Error(message), { name, $metadata: {} }));
    expect(failed("ThrottlingException", "Rate exceeded")?.code).to.equal("BL-O013");
    expect(awsFailure(new Error("Region is missing"))?.code).to.equal("BL-O014");
    const contradiction = Object.assign(new Error("FIPS and custom endpoint"), { name: "EndpointError" });
    expect(awsFailure(contradiction)?.code).to.equal("BL-O016");
    expect(failed("ValidationException", "One or more parameters")?.message).to.contain(
      "One or more parameters",
    );
    expect(
      failed("ExpiredTokenException", "The security token included in the request is expired")?.code,
    ).to.equal("BL-O010");
  });

  it("an error of this program or of a file: none", () => {
    expect(awsFailure(new TypeError("undefined is not a function"))).to.equal(undefined);
    expect(awsFailure(Object.assign(new Error("no such file"), { code: "ENOENT" }))).to.equal(undefined);
  });
});
