import { expect } from "chai";
import { InvalidStackConfigError, loadStackConfig } from "./stack.ts";
import { type NeedyWorkflow, usedSecrets } from "./stage-needs.ts";

const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/orders-AbCd12";
const workflows: readonly NeedyWorkflow[] = [
  {
    name: "import",
    stages: { fetch: {}, write: { secrets: { PASSWORD: "orders-database", KEY: "constructor" } } },
  },
  { name: "sitemap", stages: { write: {} } },
];

describe("a stack's secrets", () => {
  it("are those that some stage gets", () => {
    const used = { "orders-database": `${arn}:password::`, constructor: arn };
    expect(usedSecrets({ secrets: { ...used, unused: arn } }, workflows)).to.deep.equal(used);
    expect(usedSecrets({ secrets: { unused: arn } }, [])).to.deep.equal({});
  });

  it("have to be all that stages get: workflow, stage, variable, key and command are named", () => {
    const get = (key: string) => (key === "secrets" ? JSON.stringify({ unused: arn }) : undefined);
    expect(() => loadStackConfig({ get }, "prod", workflows))
      .to.throw(InvalidStackConfigError)
      .with.property("message")
      .that.satisfies((message: string) => {
        const [, first, command, second] = message.split("\n");
        expect(first).to.equal(
          'Pulumi.prod.yaml: batchline:secrets: BL-C006 workflow "import": stages.write.secrets.PASSWORD: is "orders-database", and no ARN says which secret that is',
        );
        expect(command).to.equal(
          "  pulumi config set --stack prod --path 'batchline:secrets.orders-database' arn:aws:secretsmanager:<region>:<account>:secret:<name>-<suffix>",
        );
        expect(second).to.match(/stages\.write\.secrets\.KEY: is "constructor"/);
        return true;
      });
  });
});

describe("batchline:secrets", () => {
  const load = (text: string) =>
    loadStackConfig({ get: (key) => (key === "secrets" ? text : undefined) }, "dev", []);

  it("is read from the map that Pulumi gives as JSON", () => {
    const secrets = { database: arn, "database-user": `${arn}:user::` };
    expect(load(JSON.stringify(secrets)).secrets).to.deep.equal(secrets);
  });

  for (const [what, value] of Object.entries({
    "a name instead of an ARN": { database: "shop/orders" },
    "an ARN without its last six characters": { database: arn.slice(0, -7) },
    "what is not text": { database: 20 },
    "a name that no path of the configuration can have": { "a.b": arn },
  })) {
    it(`refuses ${what}, and shows how it is set`, () => {
      expect(() => load(JSON.stringify(value))).to.throw(
        InvalidStackConfigError,
        /batchline:secrets: .*expected .*\n {2}pulumi config set --stack dev --path 'batchline:secrets\.orders-database' arn:aws:secretsmanager:.*-<suffix>$/,
      );
    });
  }
});
