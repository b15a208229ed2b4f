import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { EmbeddedAwsError, type ErrorCode, errorCodes } from "./error-codes.ts";
import { compileCondition } from "./host/identity/condition.ts";
import { startEmbeddedAws } from "./host/start.ts";
import { AwsProvider } from "./providers/aws-provider.ts";
import { awsFunctions, refusingOthers } from "./providers/functions.ts";
import { ResourceRecord } from "./providers/resource-record.ts";
import { waitAsProvider } from "./providers/wait-as-provider.ts";
import { SecretsError } from "./services/batch/container/pull-secrets.ts";
import { startDynamoDb } from "./services/dynamodb/dynamodb.ts";
import { Images } from "./services/ecr/images.ts";
import { embeddedServices } from "./services/index.ts";
import { lambda } from "./services/lambda/index.ts";
import { readSecrets } from "./services/secrets-manager/secrets-file.ts";
import { parseResource } from "./services/step-functions/integrations/resource.ts";
import { FakeDeployment } from "./testing/fake-deployment.ts";

const bucket = "aws:s3/bucket:Bucket";
const dockerfile = (script: string) =>
  `FROM node AS build\nRUN node ${script} /out\nFROM node\nWORKDIR /app\nCOPY --from=build /out/ ./\nCMD ["main.mjs"]\n`;

describe("errors of the embedded AWS", () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "error-codes-"));
  });
  after(() => rm(dir, { recursive: true }));

  const file = async (name: string, text: string) => {
    await writeFile(join(dir, name), text);
    return join(dir, name);
  };
  const build = async (text: string) => {
    await file("Dockerfile", text);
    return new Images({ dir: join(dir, "images"), clock: new VirtualClock() }).build({
      repository: "r",
      context: dir,
    });
  };
  const create = (type: string, inputs = {}, more = {}) => new FakeDeployment().create(type, inputs, more);

  const cases: Readonly<Record<ErrorCode, readonly [failing: () => unknown, message: RegExp]>> = {
    "BL-A001": [
      () => create("aws:rds/cluster:Cluster"),
      /^the embedded AWS does not know this resource type/,
    ],
    "BL-A003": [
      () => refusingOthers(awsFunctions({ region: "eu-central-1" }))("aws:ec2/getAmi:getAmi", {}),
      /^the program calls the function aws:ec2\/getAmi:getAmi, which the embedded AWS does not have/,
    ],
    "BL-A004": [() => create(bucket, { bucket: 7 }), /^bucket: /],
    "BL-A007": [() => build("# nothing"), /Dockerfile:1: a FROM is missing$/],
    "BL-A008": [() => build(dockerfile("missing.js")), /Dockerfile: node missing\.js \/out failed in /],
    "BL-A009": [
      async () => readSecrets(await file("secrets.yaml", "a: [1]")),
      /secrets\.yaml:1:1: a: expected/,
    ],
    "BL-A010": [
      () => startEmbeddedAws({ dir, services: [lambda] }),
      /^the service logs has not started; it must stand earlier in the list$/,
    ],
    "BL-A011": [
      async () => {
        throw new SecretsError("the ARN is not valid");
      },
      /^unable to pull secrets or registry auth: the ARN is not valid$/,
    ],
    "BL-A012": [
      async () => compileCondition("StringEquals", "aws:x", [], true),
      /^StringEquals aws:x has no values$/,
    ],
    "BL-A013": [
      async () => parseResource("arn:aws:states:::rds:query", []),
      /^"arn:aws:states:::rds:query" is not in the embedded AWS, which has /,
    ],
    "BL-A014": [
      async () => {
        const fake = new FakeDeployment();
        const inputs = { role: "shop", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
        const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
        return fake.update(await fake.existing(type, inputs), inputs);
      },
      /^the embedded AWS cannot change .* in place\. /,
    ],
    "BL-A015": [
      async () => new ResourceRecord(await file("resources.json", "{}")),
      /resources\.json: .*version/s,
    ],
    "BL-A016": [
      async () => {
        const record = new ResourceRecord();
        const role = { type: "aws:iam/role:Role", name: "worker", id: "worker", urn: "urn:worker" };
        await record.put({ ...role, generation: 0, inputs: {}, outputs: {} });
        const of = { region: "eu-central-1", root: dir, services: embeddedServices, warn: () => {} };
        return new AwsProvider({ ...of, record }).restore();
      },
      /^aws:iam\/role:Role "worker" of an earlier session: name: /,
    ],
    "BL-A017": [
      () => {
        const clock = new VirtualClock();
        const wait = { clock, change: "delete", what: "Batch Job Queue (q)", minutes: 10 } as const;
        const waiting = waitAsProvider(new Promise(() => {}), { options: {} }, wait);
        clock.advance(600_000);
        return waiting;
      },
      /^waiting for Batch Job Queue \(q\) delete: timeout .*gone \(last state: 'DELETING', timeout: 600s\)$/,
    ],
    "BL-A018": [
      async () => startDynamoDb({ dir: dirname(await file("CURRENT", "MANIFEST-000001")) }),
      /has DynamoDB tables in the files of another version$/,
    ],
  };
  for (const [code, [failing, message]] of Object.entries(cases)) {
    it(`${code}: ${errorCodes[code as ErrorCode].means}`, async () => {
      const error = await rejection(Promise.resolve(failing()));
      expect(error).to.be.instanceOf(EmbeddedAwsError).and.to.have.property("code", code);
      expect(error.message).to.match(message);
    });
  }
});
