import { rejection } from "@batchline/diagnostics/testing";
import type { PropertyMap } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";

describe("launch templates", () => {
  const type = "aws:ec2/launchTemplate:LaunchTemplate";
  let fake: FakeDeployment;
  beforeEach(() => {
    fake = new FakeDeployment();
  });

  it("have a new version after each change, and the old default version", async () => {
    const first = await fake.existing(type, { name: "jobs", userData: "a" });
    expect(first.outputs).to.include({ latestVersion: 1, defaultVersion: 1 });
    const second = await fake.update(first, { name: "jobs", userData: "b" });
    expect(second.id).to.equal(first.id);
    expect(second.outputs).to.include({ latestVersion: 2, defaultVersion: 1, arn: first.outputs.arn });
    const tagged = await fake.update(second, { name: "jobs", userData: "b", tags: { team: "shop" } });
    expect(tagged.outputs).to.include({ latestVersion: 2, defaultVersion: 1 });
  });

  it("have an unknown version in the preview of a change", async () => {
    const first = await fake.existing(type, { name: "jobs", userData: "a" });
    const recomputes = async (inputs: PropertyMap) =>
      (await fake.diff(first, { name: "jobs", userData: "a", ...inputs })).recomputes;
    expect(await recomputes({ userData: "b" })).to.deep.equal(["latestVersion"]);
    expect(
      await recomputes({ metadataOptions: { httpTokens: "required" }, updateDefaultVersion: true }),
    ).to.deep.equal(["latestVersion", "defaultVersion"]);
    expect(await recomputes({ description: "Jobs" })).to.equal(undefined);
  });

  it("change the default version if the program says so", async () => {
    const first = await fake.existing(type, { name: "jobs", userData: "a" });
    const always = await fake.update(first, { name: "jobs", userData: "b", updateDefaultVersion: true });
    expect(always.outputs).to.include({ latestVersion: 2, defaultVersion: 2 });
    const back = await fake.update(always, { name: "jobs", userData: "b", defaultVersion: 1 });
    expect(back.outputs).to.include({ latestVersion: 2, defaultVersion: 1 });
    const missing = await rejection(fake.update(back, { name: "jobs", userData: "b", defaultVersion: 3 }));
    expect(missing.message).to.match(/^Could not find the specified version 3 for the launch template/);
  });
});
