import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { type Gateway, Identity, SecretsManager, startGateway } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { readSecret } from "./read-secret.ts";

const region = "eu-central-1";
const arn = (name: string) => `arn:aws:secretsmanager:${region}:000000000000:secret:${name}-a1B2c3`;
const roleArn = "arn:aws:iam::000000000000:role/notices";
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

describe("reading the webhook's secret", () => {
  let dir: string;
  let gateway: Gateway;
  const environment = { ...process.env };
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "secrets-"));
    const file = join(dir, "secrets.yaml");
    await writeFile(file, "shop/hook:\n  url: https://hooks.example/a\n  key: k\nother: x\n");
    const identity = new Identity({ region, clock: realClock });
    const trust = {
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    };
    identity.putRole({ name: "notices", arn: roleArn, trust: document(trust) });
    const Resource = [arn("shop/hook"), arn("gone")];
    identity.putRolePolicy(
      "notices",
      "notices",
      document({ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource }),
    );
    const secrets = new SecretsManager({ identity, clock: realClock, region, file });
    gateway = await startGateway({ identity, services: [secrets.service] });
    const { accessKeyId, secretAccessKey, sessionToken } = identity.credentialsFor(roleArn, "test");
    Object.assign(process.env, {
      ...{ AWS_ENDPOINT_URL: gateway.endpoint, AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKeyId },
      ...{ AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken },
    });
  });
  after(async () => {
    process.env = environment;
    await gateway?.stop();
    await rm(dir, { recursive: true });
  });

  it("returns its text, with the function's rights", async () => {
    expect(JSON.parse(await readSecret(arn("shop/hook")))).to.deep.equal({
      url: "https://hooks.example/a",
      key: "k",
    });
  });

  it("fails with the words of AWS for one that is missing, or that it may not read", async () => {
    const missing = await rejection(readSecret(arn("gone")));
    expect(missing).to.have.property("code", "BL-H043");
    expect(String(missing)).to.contain(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret",
    );
    expect(String(await rejection(readSecret(arn("other"))))).to.contain("AccessDeniedException");
  });
});
