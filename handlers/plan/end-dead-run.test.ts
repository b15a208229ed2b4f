import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { endByFunction } from "./end-dead-run.ts";

describe("handlers: having a dead execution's run ended", () => {
  /** What the close function answers: the body, and whether it is an error of the function. */
  let answer: { readonly body: string; readonly error?: string };
  const asked: unknown[] = [];
  let server: Server;
  let lambda: LambdaClient;
  before(async () => {
    server = createServer(async (request, response) => {
      asked.push([request.url, JSON.parse(await text(request))]);
      if (answer.error !== undefined) response.setHeader("X-Amz-Function-Error", answer.error);
      response.end(answer.body);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const endpoint = `http://127.0.0.1:${port}`;
    lambda = new LambdaClient({ region: "eu-central-1", endpoint, credentials, maxAttempts: 1 });
  });
  after(() => {
    lambda.destroy();
    server.close();
  });

  const end = { workflow: "chunky", runId: "run-1", execution: "run-1-again", stateMachine: "arn" };
  const failure = () =>
    endByFunction(lambda, "summary", { end }).then(
      () => expect.fail("it ended"),
      ({ name, message }: Error) => `${name}: ${message}`,
    );
  const start =
    "EndFailedError: chunky: the dead execution run-1-again holds the lock, and its run run-1 could not be closed: ";

  it("asks the close function, and returns its answer", async () => {
    answer = { body: '{"alive":false}' };
    expect(await endByFunction(lambda, "summary", { end })).to.deep.equal({ alive: false });
    expect(asked.at(-1)).to.deep.equal(["/2015-03-31/functions/summary/invocations", { end }]);
  });

  it("reports what the function throws, and an answer that is none", async () => {
    answer = { body: '{"errorMessage":"Batch is down"}', error: "Unhandled" };
    expect(await failure()).to.equal(`${start}Batch is down`);
    answer = { body: '"done"' };
    expect(await failure()).to.equal(`${start}it answered "done"`);
  });
});
