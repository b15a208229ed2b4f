import type { TableArgs } from "@pulumi/aws/dynamodb/table.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { tableEncryption as rule } from "./table-encryption.ts";

describe("policy table-encryption", () => {
  const tableWith = (serverSideEncryption: { enabled: boolean; kmsKeyArn?: string } | undefined) => ({
    type: resourceType<TableArgs>("aws:dynamodb/table:Table"),
    props: { hashKey: "pk", serverSideEncryption },
  });

  it("a table with a key of the account: accepted", () => {
    expect(check(rule, tableWith({ enabled: true }))).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a table with a key of DynamoDB: refused", () => {
    for (const encryption of [undefined, { enabled: false }])
      expect(check(rule, tableWith(encryption)).violations).to.deep.equal(["serverSideEncryption.enabled"]);
  });

  it("a customer-managed key: required if configured", () => {
    const config = { customerKey: true };
    expect(check(rule, tableWith({ enabled: true }), config).violations).to.deep.equal([
      "serverSideEncryption.kmsKeyArn",
    ]);
    expect(check(rule, tableWith({ enabled: true, kmsKeyArn: unknown }), config)).to.deep.equal({
      violations: [],
      unchecked: [],
    });
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, tableWith(unknown)).unchecked).to.deep.equal(["serverSideEncryption"]);
    expect(check(rule, tableWith({ enabled: unknown })).unchecked).to.deep.equal([
      "serverSideEncryption.enabled",
    ]);
  });
});
