import * as sdk from "@aws-sdk/client-s3";
import { expect } from "chai";
import { requestLines } from "./request-lines.ts";
import { operationOf } from "./route.ts";

/** Operations that go to other endpoints. */
const elsewhere = ["WriteGetObjectResponse", "ListDirectoryBuckets"];

interface Modelled {
  readonly name: string;
  readonly method: string;
  readonly uri: string;
  /** Parameters of the query that must be there. */
  readonly required: readonly string[];
}

/** The operations as the SDK's schemas have them. */
function modelled(): Modelled[] {
  return Object.values(sdk).flatMap((schema: unknown) => {
    if (!Array.isArray(schema) || schema[0] !== 9) return [];
    const [
      ,
      ,
      name,
      {
        http: [method, uri],
      },
      input,
    ] = schema;
    const [, , , , , shapes, required = 0] = typeof input === "function" ? input() : input;
    const names = shapes
      .slice(0, required)
      .map((shape: [unknown, { httpQuery?: string }]) => shape?.[1]?.httpQuery);
    return [{ name, method, uri, required: names.filter((each?: string) => each !== undefined) }];
  });
}

const routed = (method: string, search: string, more: object = {}) =>
  operationOf({ method, bucket: "shop", key: "", query: new URLSearchParams(search), headers: {}, ...more });

describe("s3 request lines", () => {
  it("have every operation of the SDK, and find it", () => {
    const operations = modelled().filter(({ name }) => !elsewhere.includes(name));
    expect(operations.length).to.be.above(100);
    for (const { name, method, uri, required } of operations) {
      const [path = "", search = ""] = uri.split("?");
      const query = new URLSearchParams(search);
      for (const each of required) query.set(each, "1");
      const copy: Record<string, string> = name.includes("Copy") ? { "x-amz-copy-source": "a/b" } : {};
      const bucket = name === "ListBuckets" ? "" : "shop";
      const key = path.includes("{Key") ? "k" : "";
      expect(operationOf({ method, bucket, key, query, headers: copy }), name).to.equal(name);
    }
    const known = new Set(operations.map(({ name }) => name));
    expect(Object.keys(requestLines).filter((name) => !known.has(name))).to.deep.equal(["PostObject"]);
  });

  it("do not take a subresource for the bucket or the object", () => {
    expect(routed("DELETE", "metadataTable")).to.equal("DeleteBucketMetadataTableConfiguration");
    expect(routed("DELETE", "acl")).to.equal("DELETE /{Bucket}?acl");
    expect(routed("DELETE", "analytics")).to.equal("DELETE /{Bucket}?analytics");
    expect(routed("PUT", "torrent", { key: "k" })).to.equal("PUT /{Bucket}/{Key}?torrent");
  });
});
