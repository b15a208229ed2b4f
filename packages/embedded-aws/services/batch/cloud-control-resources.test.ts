import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";

const type = "aws:cloudcontrol/resource:Resource";
const state = { ConsumableResourceName: "database", ResourceType: "REPLENISHABLE", TotalQuantity: 20 };

describe("resources of Cloud Control", () => {
  let fake: FakeDeployment;
  beforeEach(() => {
    fake = new FakeDeployment();
  });
  const create = (desiredState: string | object, typeName = "AWS::Batch::ConsumableResource") =>
    fake.create(type, {
      typeName,
      desiredState: typeof desiredState === "string" ? desiredState : JSON.stringify(desiredState),
    });

  it("create a consumable resource of Batch, with its ARN as id", async () => {
    const { id, outputs } = await create({ ...state, Tags: { team: "orders" } });
    expect(id).to.equal("arn:aws:batch:eu-central-1:000000000000:consumable-resource/database");
    expect(JSON.parse(String(outputs.properties))).to.deep.include({ ...state, ConsumableResourceArn: id });
    expect(fake.made).to.deep.equal([
      [
        "createConsumableResource",
        {
          consumableResourceName: "database",
          resourceType: "REPLENISHABLE",
          totalQuantity: 20,
          tags: { team: "orders" },
        },
      ],
    ]);
  });

  const refusals: Readonly<Record<string, [string | object, RegExp]>> = {
    "a state that is no JSON": ["{", /desiredState: not JSON: /],
    "a quantity below 0": [{ ...state, TotalQuantity: -1 }, /desiredState\.TotalQuantity: /],
    "another kind": [{ ...state, ResourceType: "RENEWABLE" }, /desiredState\.ResourceType: /],
    "no name": [{ ...state, ConsumableResourceName: undefined }, /desiredState\.ConsumableResourceName: /],
    "a property that the type does not have": [{ ...state, Quantity: 1 }, /desiredState: .*"Quantity"/],
  };
  for (const [title, [desiredState, message]] of Object.entries(refusals)) {
    it(`refuse ${title}`, async () => {
      expect((await rejection(Promise.resolve(create(desiredState)))).message).to.match(message);
    });
  }

  it("refuse other types, and list the known ones", async () => {
    for (const typeName of ["AWS::Batch::JobDefinition", "constructor"]) {
      expect((await rejection(create({}, typeName))).message).to.equal(
        `typeName: of Cloud Control's types the embedded AWS knows AWS::Batch::ConsumableResource, not ${typeName}; add it to packages/embedded-aws/services/batch/cloud-control-resources.ts`,
      );
    }
  });
});
