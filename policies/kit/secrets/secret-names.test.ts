import { expect } from "chai";
import { env } from "../../../contract/env.ts";
import { isLiteral, namesSecret } from "./secret-names.ts";

describe("names of secrets", () => {
  for (const name of [
    "DB_PASSWORD",
    "DB_PASSWORD_2",
    "PGPASSWORD",
    "dbPassword",
    "MYSQL_PWD",
    "DB_PASS",
    "GITHUB_TOKEN",
    "authtoken",
    "splunk-token",
    "CLIENT_SECRET",
    "client.secret",
    "API_KEY",
    "apiKey",
    "AWS_SECRET_ACCESS_KEY",
    "SIGNING_KEY",
    "ECS_ENGINE_AUTH_DATA",
    "CREDENTIALS",
  ])
    it(`${name}: secret`, () => {
      expect(namesSecret(name)).to.equal(true);
    });

  for (const name of [
    "registrySecretArn",
    "DB_SECRET_ARN",
    "PASSWORD_FILE",
    "TOKEN_URL",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "ECS_ENGINE_AUTH_TYPE",
    "MAX_TOKENS",
    "TOKENS",
    "nextToken",
    "SORT_KEY",
    "KEY",
    "MONKEY",
    "COMPASS",
    "BYPASS",
    "password-stdin",
    ...Object.values(env),
  ])
    it(`${name}: not secret`, () => {
      expect(namesSecret(name)).to.equal(false);
    });
});

describe("a literal value", () => {
  it("one that contains everything itself: a literal", () => {
    for (const value of ["hunter2", "$ecret", "/", "123456", "not-a-reference"])
      expect(isLiteral(value), value).to.equal(true);
  });

  it("a reference, or nothing: not a literal", () => {
    for (const value of [
      "",
      "true",
      "arn:aws:ssm:eu-central-1:000000000000:parameter/db",
      "{{resolve:secretsmanager:db}}",
      "{% $states.input.token %}",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as a template has it
      "${DB_PASSWORD}",
      "Ref::password",
      "/run/secrets/db",
      "***",
      "<redacted>",
    ])
      expect(isLiteral(value), value).to.equal(false);
  });
});
