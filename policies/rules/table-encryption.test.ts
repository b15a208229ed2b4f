import type { TableArgs } from "@pulumi/aws/dynamodb/table.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { tableEncryption as rule } from "./table-encryption.ts";

describe("policy table-encryption", () => {
  const tableWith = (serverSideEncryption: { enabled: boolean; kmsKeyArn?: string } | undefined) => ({
    type: resourceType<TableArgs>("aws:dynamodb/table:Table"),
    props: { hashKey: "pk", serverSideEncryption },
  });

  it("is kept by a table with a key of the account", () => {
    expect(judge(rule, tableWith({ enabled: true }))).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses one with a key of DynamoDB", () => {
    for (const encryption of [undefined, { enabled: false }])
      expect(judge(rule, tableWith(encryption)).violations).to.deep.equal([
        "serverSideEncryption.enabled is not true",
      ]);
  });

  it("demands a key of our own where it is told to", () => {
    const config = { customerKey: true };
    expect(judge(rule, tableWith({ enabled: true }), config).violations).to.deep.equal([
      "serverSideEncryption.kmsKeyArn is missing",
    ]);
    expect(judge(rule, tableWith({ enabled: true, kmsKeyArn: unknown }), config)).to.deep.equal({
      violations: [],
      unjudged: [],
    });
  });

  it("says what it could not see", () => {
    expect(judge(rule, tableWith(unknown)).unjudged).to.deep.equal(["serverSideEncryption"]);
    expect(judge(rule, tableWith({ enabled: unknown })).unjudged).to.deep.equal([
      "serverSideEncryption.enabled",
    ]);
  });
});
