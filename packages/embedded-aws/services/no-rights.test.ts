import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "@batchline/diagnostics";
import { expect } from "chai";
import { type EmbeddedAws, startEmbeddedAws } from "../index.ts";
import {
  inputShape,
  type ModelName,
  type ServiceModel,
  type Shape,
  serviceModel,
  shapeOf,
} from "../models/model.ts";
import { clientFor } from "../testing/client.ts";
import { serviceCoverage } from "./coverage.ts";

/** No policy can refuse these. */
const allowedToAll = ["sts:GetCallerIdentity"];

type Optional = "absent" | "empty";

/** The smallest input that the model accepts; its optional lists and maps are absent, or empty. */
function inputFor(model: ServiceModel, shape: Shape, optional: Optional): Record<string, unknown> {
  const { m: members = {}, required = [] } = shape;
  const entries = Object.entries(members).flatMap(([name, reference]) => {
    const member = shapeOf(model, reference);
    if (required.includes(name)) return [[name, valueFor(model, member, name, optional)]];
    // The SDK warns of uploads without a body.
    if (name === "Body") return [[name, "x"]];
    if (optional === "absent" || (member.min ?? 0) > 0) return [];
    if (member.t === "list") return [[name, []]];
    return member.t === "map" ? [[name, {}]] : [];
  });
  return Object.fromEntries(entries);
}

function valueFor(model: ServiceModel, shape: Shape, name: string, optional: Optional): unknown {
  const { t, e, min = 0 } = shape;
  const values: Readonly<Record<Shape["t"], () => unknown>> = {
    string: () => shape.enum?.[0] ?? textFor(name, min),
    blob: () => Buffer.from("{}"),
    boolean: () => false,
    timestamp: () => new Date(0),
    integer: () => min,
    long: () => min,
    float: () => min,
    double: () => min,
    list: () => Array.from({ length: min }, () => e && valueFor(model, shapeOf(model, e), name, optional)),
    map: () => ({}),
    structure: () => inputFor(model, shape, optional),
  };
  return values[t]();
}

function textFor(name: string, min: number): string {
  const text = /arn$/i.test(name) ? "arn:aws:iam::000000000000:role/some" : "some-name";
  return text.padEnd(min, "a");
}

interface SdkModule {
  readonly [name: string]: new (
    input: object,
  ) => { send(command: object): Promise<unknown>; destroy(): void };
}

/** The model of each service that answers requests, with its SDK. */
const services: Readonly<Partial<Record<ModelName, readonly [client: string, sdk: () => Promise<unknown>]>>> =
  {
    batch: ["BatchClient", () => import("@aws-sdk/client-batch")],
    dynamodb: ["DynamoDBClient", () => import("@aws-sdk/client-dynamodb")],
    ecs: ["ECSClient", () => import("@aws-sdk/client-ecs")],
    events: ["EventBridgeClient", () => import("@aws-sdk/client-eventbridge")],
    lambda: ["LambdaClient", () => import("@aws-sdk/client-lambda")],
    logs: ["CloudWatchLogsClient", () => import("@aws-sdk/client-cloudwatch-logs")],
    s3: ["S3Client", () => import("@aws-sdk/client-s3")],
    sns: ["SNSClient", () => import("@aws-sdk/client-sns")],
    stepfunctions: ["SFNClient", () => import("@aws-sdk/client-sfn")],
    sts: ["STSClient", () => import("@aws-sdk/client-sts")],
  };

describe("a role without policies", () => {
  let dir: string;
  let aws: EmbeddedAws;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "batchline-rights-"));
    aws = await startEmbeddedAws({ dir });
    const trust = { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "*" } } };
    aws.identity.putRole({ name: "nobody", arn: "arn:aws:iam::000000000000:role/nobody", trust });
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true });
  });

  for (const [name, [clientName, load]] of Object.entries(services))
    it(`may do nothing in ${name}, whatever a request leaves out`, async () => {
      const sdk = (await load()) as SdkModule;
      const model = serviceModel(name as ModelName);
      const Client = must(sdk[clientName], "the SDK has the client");
      const credentials = aws.identity.credentialsFor("nobody", "someone");
      const { region } = aws.identity;
      const client = new Client({ ...clientFor(aws.endpoint, credentials), region, disableHostPrefix: true });
      const answers: string[] = [];
      for (const operation of operationsOf(name as ModelName))
        for (const optional of ["absent", "empty"] as const) {
          const { [`${operation}Command`]: Command } = sdk;
          if (Command === undefined || allowedToAll.includes(`${name}:${operation}`)) continue;
          const input = inputFor(model, must(inputShape(model, operation), "the model has it"), optional);
          answers.push(`${operation}: ${await answerOf(client.send(new Command(input)))}`);
        }
      client.destroy();
      expect(answers.filter((answer) => answer.endsWith(": done"))).to.deep.equal([]);
      expect(answers.some((answer) => /AccessDenied|AuthorizationError/.test(answer))).to.equal(true);
    });
});

/** Those that the service answers, if it says so; else all. */
function operationsOf(name: ModelName): string[] {
  const covered = serviceCoverage.find(({ model }) => model === name)?.coverage;
  return Object.keys(covered ?? serviceModel(name).operations);
}

async function answerOf(sent: Promise<unknown>): Promise<string> {
  try {
    await sent;
    return "done";
  } catch (cause) {
    return cause instanceof Error ? cause.name : String(cause);
  }
}
