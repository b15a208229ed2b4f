import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";

describe("time:index/sleep:Sleep", () => {
  it("has a time of its own as its id, so that none is read as another", async () => {
    const fake = new FakeDeployment();
    const type = "time:index/sleep:Sleep";
    const first = await fake.create(type, { triggers: { environment: "a" } });
    const second = await fake.create(
      type,
      { triggers: { environment: "b" } },
      { urn: `urn:pulumi:dev::shop::${type}::b` },
    );
    expect(first.id).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(second.id).not.to.equal(first.id);
    expect((await fake.read(type, first.id))?.outputs.triggers).to.deep.equal({ environment: "a" });
  });
});
