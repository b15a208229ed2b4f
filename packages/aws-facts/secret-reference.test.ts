import { expect } from "chai";
import { parseSecretReference, secretVariable } from "./secret-reference.ts";

const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/orders-database-AbCd12";

describe("parseSecretReference", () => {
  it("a secret's name is the end of its ARN without the last six characters", () => {
    expect(parseSecretReference(arn)).to.deep.equal({ secretArn: arn, name: "shop/orders-database" });
    expect(parseSecretReference(`${arn}:::`)).to.deep.equal({ secretArn: arn, name: "shop/orders-database" });
  });

  it("a JSON key and a version are optional", () => {
    expect(parseSecretReference(`${arn}:password::`)).to.include({ secretArn: arn, jsonKey: "password" });
    expect(parseSecretReference(`${arn}:user:AWSPREVIOUS:1a2b`)).to.deep.equal({
      secretArn: arn,
      name: "shop/orders-database",
      jsonKey: "user",
      versionStage: "AWSPREVIOUS",
      versionId: "1a2b",
    });
  });

  for (const text of [
    "orders-database",
    "arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders",
    `${arn}:password`,
    `${arn}:a:b:c:d`,
    "arn:aws:ssm:eu-central-1:123456789012:parameter/orders-AbCd12",
  ]) {
    it(`undefined for ${text}`, () => {
      expect(parseSecretReference(text)).to.equal(undefined);
    });
  }
});

describe("secretVariable", () => {
  it("variables that AWS or the program sets do not match", () => {
    for (const name of ["DATABASE_PASSWORD", "_token", "AWS"])
      expect(secretVariable.test(name), name).to.equal(true);
    for (const name of ["AWS_BATCH_JOB_ID", "AWS_SECRET_ACCESS_KEY", "BATCHLINE_TABLE", "1ST", "A-B", ""])
      expect(secretVariable.test(name), name).to.equal(false);
  });
});
