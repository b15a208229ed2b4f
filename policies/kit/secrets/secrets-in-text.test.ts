import { relativeCpuTime } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { secretsInText } from "./secrets-in-text.ts";

describe("secrets in text", () => {
  const refused: readonly (readonly [line: string, what: string])[] = [
    ["export DB_PASSWORD=hunter2", "the value of DB_PASSWORD"],
    ['DB_PASSWORD="hunter2 and more"', "the value of DB_PASSWORD"],
    ["password: hunter2", "the value of password"],
    ["  - apiKey: 'hunter2'", "the value of apiKey"],
    ['{"client_secret": "hunter2"}', "the value of client_secret"],
    ['echo "{\\"token\\": \\"hunter2\\"}" > login.json', "the value of token"],
    ["mysql --host db --password hunter2", "the value of password"],
    ["mysql --password=hunter2", "the value of password"],
    ["docker login -u shop -p hunter2 registry.example", "the password of docker login"],
    ["-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"],
    ["curl https://shop:hunter2@suppliers.example/", "a URL with a password"],
    [
      'echo ECS_ENGINE_AUTH_DATA={\\"https://index.docker.io/v1/\\":{\\"auth\\":\\"c2hvcDpodW50ZXIy\\"}} >> ecs.config',
      "the login to a registry in ECS_ENGINE_AUTH_DATA",
    ],
  ];
  for (const [line, what] of refused)
    it(`${line}: a secret`, () => {
      expect(secretsInText(`#!/bin/sh\n${line}\n`)).to.deep.equal([{ line: 2, what }]);
    });

  for (const line of [
    "DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id shop/db --query SecretString)",
    'TOKEN="$(curl --request PUT http://169.254.169.254/latest/api/token)"',
    'curl --header "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/',
    "export DB_PASSWORD=$1",
    "DB_PASSWORD=`cat db.txt`",
    "aws ecr get-login-password | docker login --username AWS --password-stdin registry.example",
    'docker login -u shop -p "$PASSWORD" registry.example',
    "lock_passwd: true",
    'token = fetch(metadata + "/latest/api/token")',
    '    "x-amz-security-token": own["Token"],',
    'config.write(f"ECS_ENGINE_AUTH_DATA={auth}")',
    "ECS_ENGINE_AUTH_TYPE=docker",
    'secret = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:registry"',
    "ECS_AWSVPC_BLOCK_IMDS=true",
  ])
    it(`${line}: no secret`, () => {
      expect(secretsInText(line)).to.deep.equal([]);
    });

  it("allowed names: not reported", () => {
    expect(secretsInText("secret=shop/registry", ["secret"])).to.deep.equal([]);
  });

  it("secrets: never in the result", () => {
    const secret = fc.stringMatching(/^[a-z0-9]{12,20}$/).filter((word) => !/^\d+$/.test(word));
    const place = fc.constantFrom(
      (value: string) => `DB_PASSWORD=${value}`,
      (value: string) => `{"apiKey": "${value}"}`,
      (value: string) => `https://shop:${value}@suppliers.example/`,
      (value: string) => `docker login -p ${value}`,
      (value: string) => `ECS_ENGINE_AUTH_DATA={"r":{"auth":"${value}"}}`,
      (value: string) => `ghp_${value.padEnd(36, "x")}`,
    );
    fc.assert(
      fc.property(secret, place, fc.string(), (value, at, around) => {
        const found = secretsInText(`${around}\n${at(value)}`);
        expect(found).not.to.deep.equal([]);
        for (const { what } of found) expect(what).not.to.contain(value.slice(0, 5));
      }),
    );
  });

  it("a long text: searched in linear time", async () => {
    const long = ["a".repeat(200_000), "a.".repeat(100_000), "eyJ-".repeat(50_000), "x://".repeat(50_000)];
    const search = () => {
      for (const line of long) expect(secretsInText(line)).to.deep.equal([]);
    };
    expect(await relativeCpuTime(search)).to.be.below(50);
  });
});
