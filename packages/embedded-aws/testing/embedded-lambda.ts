import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { type Clock, realClock } from "@batchline/clock";
import { Faults } from "../host/faults/faults.ts";
import { startGateway } from "../host/gateway/server.ts";
import { Identity } from "../host/identity/identity.ts";
import { type FunctionSpec, Lambda } from "../services/lambda/lambda.ts";
import { lambdaService } from "../services/lambda/operations.ts";
import { Sqs } from "../services/sqs/sqs.ts";
import { trusting } from "./embedded-step-functions.ts";

const region = "eu-central-1";
export const functionArn = `arn:aws:lambda:${region}:000000000000:function:fn`;
export const functionRole = "arn:aws:iam::000000000000:role/fn";

/** Lambda behind a real gateway, with the function `fn` that a test writes. */
export class EmbeddedLambda {
  readonly dir: string;
  readonly identity: Identity;
  readonly lambda: Lambda;
  /** `<log group> <message>`. */
  readonly lines: string[] = [];
  readonly faults = new Faults();
  client = new LambdaClient({});
  endpoint = "";
  #stopGateway = async () => {};

  private constructor(dir: string, clock: Clock) {
    this.dir = dir;
    this.identity = new Identity({ region, clock: realClock });
    this.identity.putRole({ name: "fn", arn: functionRole, trust: trusting("lambda.amazonaws.com") });
    this.lambda = new Lambda({
      dir,
      identity: this.identity,
      logs: {
        put: (group, _stream, events) =>
          this.lines.push(...events.map(({ message }) => `${group} ${message}`)),
      },
      clock,
      queues: new Sqs({ dir: join(dir, "sqs"), clock: realClock }),
      region,
      endpoint: () => this.endpoint,
    });
  }

  /** @param dir Of an earlier one. @default a new one @param clock For timeouts. */
  static async start(dir?: string, clock: Clock = realClock): Promise<EmbeddedLambda> {
    const aws = new EmbeddedLambda(dir ?? (await mkdtemp(join(tmpdir(), "batchline-lambda-"))), clock);
    const { identity } = aws;
    const gateway = await startGateway({
      identity,
      services: [aws.faults.intercept(lambdaService(aws.lambda))],
    });
    aws.endpoint = gateway.endpoint;
    aws.#stopGateway = gateway.stop;
    aws.client = new LambdaClient({
      ...{ endpoint: gateway.endpoint, region, maxAttempts: 1 },
      credentials: identity.operator,
    });
    return aws;
  }

  create(
    code: string,
    more: Partial<Pick<FunctionSpec, "timeoutSeconds" | "environment" | "logFormat">> = {},
  ): Promise<void> {
    return this.lambda.createFunction({
      ...{
        name: "fn",
        arn: functionArn,
        handler: "index.handler",
        runtime: "nodejs24.x",
        roleArn: functionRole,
      },
      ...{ timeoutSeconds: 10, memoryMiB: 128, environment: {}, code: { "index.mjs": code } },
      ...more,
    });
  }

  /** Invokes a function by the SDK. The payload of its answer is parsed. */
  async invoke(payload: unknown, FunctionName = "fn") {
    const command = new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) });
    const answer = await this.client.send(command);
    const text = answer.Payload?.transformToString() || "null";
    return { error: answer.FunctionError, payload: JSON.parse(text) };
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.lambda.stop();
    await this.#stopGateway();
    await rm(this.dir, { recursive: true, force: true });
  }
}
