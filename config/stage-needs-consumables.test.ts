import { expect } from "chai";
import { InvalidStackConfigError, loadStackConfig } from "./stack.ts";

const consuming = (consumes?: Readonly<Record<string, number>>) => [
  { name: "import", stages: { fetch: {}, write: consumes === undefined ? {} : { consumes } } },
];

describe("a stack's consumable resources", () => {
  const of = (totals: Readonly<Record<string, number>>, consumes?: Readonly<Record<string, number>>) => {
    const get = (key: string) => (key === "consumableResources" ? JSON.stringify(totals) : undefined);
    return loadStackConfig({ get }, "prod", consuming(consumes)).consumableResources;
  };

  it("are those of its configuration, whether some stage consumes them yet or not", () => {
    expect(of({})).to.deep.equal({});
    expect(of({ database: 20, licences: 1 }, { database: 20 })).to.deep.equal({ database: 20, licences: 1 });
  });

  it("have to be all that stages consume: workflow, stage, key and command are named", () => {
    expect(() => of({}, { database: 2 }))
      .to.throw(InvalidStackConfigError)
      .with.property("message")
      .that.equals(
        "the configuration of stack prod is not valid:\n" +
          'Pulumi.prod.yaml: batchline:consumableResources: BL-C006 workflow "import": stages.write.consumes: needs 2 of "database", and there is none\n' +
          "  pulumi config set --stack prod --path 'batchline:consumableResources.database' 2",
      );
  });

  it("have to be enough for one job, which would wait for ever", () => {
    expect(() => of({ database: 1 }, { database: 2, constructor: 1 })).to.throw(
      InvalidStackConfigError,
      /stages\.write\.consumes: needs 2 of "database".* there is only 1\n.*\n.*needs 1 of "constructor".* there is none/,
    );
  });
});

describe("batchline:consumableResources", () => {
  const load = (text: string) =>
    loadStackConfig({ get: (key) => (key === "consumableResources" ? text : undefined) }, "dev", []);

  it("is read from the map that Pulumi gives as JSON", () => {
    expect(load('{"orders-database":20}').consumableResources).to.deep.equal({ "orders-database": 20 });
  });

  it("names the entry that is wrong", () => {
    expect(() => load('{"licences":3,"database":0}')).to.throw(
      "batchline:consumableResources: BL-C002 database: expected whole numbers of at least 1, got 0",
    );
  });

  for (const text of [
    '{"database":0}',
    '{"database":1.5}',
    '{"database":"many"}',
    "20",
    '{"a b":1}',
    '{"":1}',
  ]) {
    it(`refuses ${text}, and shows how it is set`, () => {
      expect(() => load(text)).to.throw(
        InvalidStackConfigError,
        /batchline:consumableResources: .*\n {2}pulumi config set --stack dev --path 'batchline:consumableResources\.orders-database' 20$/,
      );
    });
  }
});
