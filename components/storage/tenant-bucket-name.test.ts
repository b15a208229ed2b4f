import { rejection } from "@batchline/diagnostics/testing";
import { type Output, output } from "@pulumi/pulumi";
import { expect } from "chai";
import { tenantBucketName, unrenamedBucket } from "./tenant-bucket-name.ts";

const place = { prefix: "acme-media-dev", accountId: "123456789012", region: "eu-central-1" };
const named = "acme-media-dev-123456789012-eu-central-1-an";

const value = <T>(of: Output<T>) => new Promise<T>((resolve) => of.apply(resolve));
const refuse = (problem: string): never => {
  throw new Error(problem);
};

describe("the name of a tenant's own bucket", () => {
  it("is in the account's namespace", async () => {
    expect(await value(tenantBucketName(place))).to.equal(named);
  });

  for (const actual of [named, "acme-media-dev"])
    it(`may be ${actual}`, async () => {
      expect(await value(unrenamedBucket(output(actual), place, refuse))).to.equal(actual);
    });

  for (const actual of ["acme-photos-dev", "acme-photos-dev-123456789012-eu-central-1-an"])
    it(`cannot change from ${actual}`, async () => {
      const checked = unrenamedBucket(output(actual), place, refuse);
      const { promise } = checked as unknown as { promise(): Promise<string> };
      expect((await rejection(promise())).message).to.equal(
        `the tenant's bucket is ${actual}, and no bucket can be renamed to ${named}; write the former name again`,
      );
    });
});
