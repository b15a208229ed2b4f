import { expect } from "chai";
import { belongsTo } from "./belongs-to.ts";
import type { StackResource } from "./rule.ts";

describe("belongsTo", () => {
  const resource = (
    type: string,
    name: string,
    props: object,
    bucket: readonly StackResource<unknown>[] = [],
  ) =>
    ({
      type,
      name,
      urn: `urn:${type}::${name}`,
      props,
      propertyDependencies: { bucket },
    }) as Partial<StackResource<unknown>> as StackResource<unknown>;
  const data = resource("Bucket", "data", { bucket: "shop-data" });
  const logs = resource("Bucket", "logs", { bucket: "shop-logs" });
  const policyOf = (bucket: string | undefined, from: readonly StackResource<unknown>[]) =>
    belongsTo(resource("BucketPolicy", "policy", { bucket }, from), "bucket", data, "bucket");

  it("a reference decides, whatever the names", () => {
    expect(policyOf(undefined, [data])).to.equal(true);
    expect(policyOf("shop-data", [logs])).to.equal(false);
  });

  it("a name decides without a reference", () => {
    expect(policyOf("shop-data", [])).to.equal(true);
    expect(policyOf("shop-data", [resource("RandomId", "suffix", {})])).to.equal(true);
    expect(policyOf("shop-logs", [])).to.equal(false);
  });

  it("no name: no owner", () => {
    const nameless = resource("Bucket", "data", {});
    expect(belongsTo(resource("BucketPolicy", "policy", {}), "bucket", nameless, "bucket")).to.equal(false);
  });
});
