import { expect } from "chai";
import { examined, lines, outputs } from "../../../testing/doctor/examined.ts";
import { caller } from "./caller.ts";
import { deployment } from "./deployment.ts";

const ada = "arn:aws:sts::123456789012:assumed-role/operator/ada";

describe("doctor: caller", () => {
  it("the caller, in the stack's region", async () => {
    expect(await lines(caller)).to.deep.equal([`ok ${ada} in eu-central-1`]);
  });

  it("credentials of another account: wrong, with the stack's", async () => {
    const machine = outputs.stateMachines["catalog-import"].replace("123456789012", "210987654321");
    const subject = { outputs: { ...outputs, stateMachines: { "catalog-import": machine } } };
    expect(await lines(caller, { subject })).to.deep.equal([
      `wrong ${ada} is of account 123456789012, and stack dev is deployed in 210987654321`,
    ]);
  });

  it("a shell with another region: wrong, because the commands would use it", async () => {
    const subject = { region: "eu-west-1" };
    expect(await lines(caller, { subject })).to.deep.equal([
      `wrong ${ada} uses the region eu-central-1, and stack dev is in eu-west-1`,
    ]);
  });
});

describe("doctor: deployment", () => {
  it("what is deployed; what is not; and why nothing is", async () => {
    expect(await lines(deployment)).to.deep.equal(["ok deployed: catalog-import"]);
    const stateMachines = { sitemap: outputs.stateMachines["catalog-import"] };
    expect(await lines(deployment, { subject: { outputs: { ...outputs, stateMachines } } })).to.deep.equal([
      "wrong not deployed: catalog-import",
    ]);
    const notDeployed = 'cannot read the outputs of stack "dev"';
    expect(await lines(deployment, { subject: { outputs: undefined, notDeployed } })).to.deep.equal([
      `wrong ${notDeployed}`,
    ]);
    const { findings } = await examined(deployment, { subject: { outputs: undefined, notDeployed } });
    expect(findings[0]?.fix).to.contain("pulumi up --stack dev").and.contain("pulumi login");
  });
});
