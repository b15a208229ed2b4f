import { realClock } from "@batchline/clock";
import { expect } from "chai";
import { BenchBatch } from "../../../testing/bench-batch.ts";
import { Embedded, region } from "../../../testing/embedded-step-functions.ts";
import { type Gateway, startGateway } from "../server.ts";
import { sign } from "../signature.ts";
import { batch, create, stepFunctions, unreadable } from "./testing/refused-inputs.ts";

describe("a request that AWS's model refuses", () => {
  const embedded = new Embedded();
  let bench: BenchBatch;
  let gateway: Gateway;
  before(async () => {
    bench = await BenchBatch.start("", realClock);
    const services = [embedded.stepFunctions.service, bench.service];
    gateway = await startGateway({ identity: embedded.identity, services });
  });
  after(async () => {
    await gateway.stop();
    await bench[Symbol.asyncDispose]();
  });

  /** The answer to a signed request, without any client's own checks. */
  const send = async (service: "batch" | "states", operation: string, input: unknown) => {
    const { accessKeyId, secretAccessKey } = embedded.identity.operator;
    const timestamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    const headers: Record<string, string> = {
      host: new URL(gateway.endpoint).host,
      "x-amz-date": timestamp,
      ...(service === "states" && { "x-amz-target": `AWSStepFunctions.${operation}` }),
    };
    const signedHeaders = Object.keys(headers);
    const date = timestamp.slice(0, 8);
    const claim = {
      accessKeyId,
      timestamp,
      signedHeaders,
      presigned: false,
      date,
      region,
      service,
      sessionToken: undefined,
    };
    const path = service === "batch" ? `/v1/${operation.toLowerCase()}` : "/";
    const body = JSON.stringify(input);
    const request = { method: "POST", path, rawQuery: "", headers, body: Buffer.from(body) };
    const signature = sign(request, claim, secretAccessKey).toString("hex");
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${date}/${region}/${service}/aws4_request, SignedHeaders=${signedHeaders.join(";")}, Signature=${signature}`;
    const { host: _, ...sent } = headers;
    const answer = await fetch(`${gateway.endpoint}${path}`, {
      method: "POST",
      headers: { ...sent, authorization },
      body,
    });
    const { __type, message } = (await answer.json()) as {
      readonly __type?: string;
      readonly message: string;
    };
    return { status: answer.status, code: __type ?? answer.headers.get("x-amzn-errortype"), message };
  };

  for (const [operation, input, at, rule] of stepFunctions) {
    it(`gets ValidationException from Step Functions: ${operation}, ${at} ${rule}`, async () => {
      const { message, ...answer } = await send("states", operation, input);
      expect(answer).to.deep.equal({ status: 400, code: "ValidationException" });
      expect(message).to.match(/^1 validation error detected: Value (null |'.*' |)at '/s);
      expect(message).to.include(` at '${at}' failed to satisfy constraint: Member ${rule}`);
    });
  }

  for (const [operation, input, at, rule] of batch) {
    it(`gets ClientException from Batch: ${operation}, ${at} ${rule}`, async () => {
      const { message, ...answer } = await send("batch", operation, input);
      expect(answer).to.deep.equal({ status: 400, code: "ClientException" });
      expect(message).to.match(
        /^Error executing request, Exception : \d validation errors? detected: .*, RequestId: [\w-]+$/s,
      );
      expect(message).to.match(new RegExp(` at '${at}' failed to satisfy constraint: (Member|Map keys) `));
      expect(message).to.include(rule);
    });
  }

  for (const [service, operation, input, words] of unreadable) {
    it(`gets SerializationException: ${service} ${operation} ${JSON.stringify(input)}`, async () => {
      const { status, code, message } = await send(service, operation, input);
      expect({ status, code, message }).to.deep.equal({
        status: 400,
        code: "SerializationException",
        message: words,
      });
    });
  }

  it("is refused by name where an operation or a member is not emulated", async () => {
    const activity = await send("states", "CreateActivity", { name: "a" });
    expect(activity).to.deep.include({ status: 400, code: "UnknownOperationException" });
    expect(activity.message).to.include("states:CreateActivity is not emulated");
    const published = await send("states", "CreateStateMachine", create({ publish: true }));
    expect(published.code).to.equal("ValidationException");
    expect(published.message).to.equal("publish is not emulated");
  });
});
