import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { pullSecrets, SecretsError } from "./pull-secrets.ts";

const arn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:shop/orders-Ab12Cd";
const executionRoleArn = "arn:aws:iam::000000000000:role/execution";

describe("the secrets of a container", () => {
  const pull = (
    valueFrom: string,
    text = "hush",
    role: { executionRoleArn?: string } = { executionRoleArn },
  ) =>
    pullSecrets({ secrets: { KEY: valueFrom }, ...role }, "task", {
      read: async (secret, reader) => {
        expect(secret.SecretId).to.equal(arn);
        expect(reader).to.deep.equal({ roleArn: executionRoleArn, sessionName: "task" });
        return text;
      },
    });

  it("are read as a whole, or by a key of their JSON: text as it is, other values as JSON", async () => {
    expect(await pull(arn)).to.deep.equal({ KEY: "hush" });
    expect(await pull(`${arn}:a::`, '{"a":"b"}')).to.deep.equal({ KEY: "b" });
    expect(await pull(`${arn}:a::`, '{"a":[1,true]}')).to.deep.equal({ KEY: "[1,true]" });
  });

  for (const text of ["hush", '"hush"', "null", '{"hush":1}']) {
    it(`have no key where they are ${text}, which is not quoted`, async () => {
      const error = await rejection(pull(`${arn}:constructor::`, text));
      expect(error).to.be.instanceOf(SecretsError);
      expect(String(error)).to.contain("did not contain json key constructor").and.not.contain("hush");
    });
  }

  it("are not quoted in the error about an invalid value", async () => {
    for (const [from, text] of [
      [arn, "hu\0sh"],
      [`${arn}:a::`, '{"a":"hu\\u0000sh"}'],
    ] as const) {
      const error = await rejection(pull(from, text));
      expect(error).to.be.instanceOf(SecretsError);
      expect(String(error)).to.contain("secrets.KEY: its value has a NUL character").and.not.contain("hu");
    }
  });

  it("refuse parameters, and ARNs without the six characters", async () => {
    const refused = async (valueFrom: string) => String(await rejection(pull(valueFrom)));
    const parameter = "arn:aws:ssm:eu-central-1:000000000000:parameter/key";
    for (const from of [parameter, "/shop/key", "key"])
      expect(await refused(from)).to.contain(
        `secrets.KEY: "${from}" is a parameter, and Parameter Store is not in`,
      );
    expect(await refused(arn.slice(0, -7))).to.contain("is not the ARN of a secret with the six characters");
  });

  it("need an execution role", async () => {
    expect(String(await rejection(pull(arn, "hush", {})))).to.contain(
      "unable to pull secrets or registry auth: secrets.KEY: the job definition has no executionRoleArn",
    );
  });
});
