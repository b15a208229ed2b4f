import { readFileSync } from "node:fs";
import { expect } from "chai";
import { serviceModel } from "../../../models/model.ts";
import { sdkLocations } from "../../../models/testing/sdk-locations.ts";
import { violations } from "../../../models/violations.ts";
import { restMembers } from "./rest-members.ts";

describe("members in headers and query", () => {
  it("are those of the AWS SDK's schemas", async () => {
    const file = new URL("../../../models/locations.json", import.meta.url);
    expect(JSON.parse(readFileSync(file, "utf8"))).to.deep.equal(await sdkLocations());
  });

  it("have the types of the model", () => {
    const headers = {
      "x-amz-storage-class": "STANDARD",
      "x-amz-meta-Color": "red",
      "x-amz-bucket-key-enabled": "x",
      "x-amz-write-offset-bytes": "12",
      "x-amz-object-lock-event-hold-duration-days": "soon",
      "if-none-match": "*",
      host: "here",
    };
    const put = restMembers("s3", "PutObject", { headers, query: new URLSearchParams("x-id=PutObject") });
    expect(put).to.deep.equal({
      StorageClass: "STANDARD",
      WriteOffsetBytes: 12,
      ObjectLockEventHoldDurationDays: "soon",
      IfNoneMatch: "*",
      Metadata: { Color: "red" },
    });
    const rules = violations(serviceModel("s3"), "PutObject", { Bucket: "b", Key: "k", ...put }).map(
      ({ rule }) => rule,
    );
    expect(rules).to.deep.equal(["STRING_VALUE cannot be converted to Integer"]);
    const query = new URLSearchParams("list-type=2&max-keys=10&prefix=a%2F&fetch-owner=true");
    expect(restMembers("s3", "ListObjectsV2", { headers: {}, query })).to.deep.equal({
      MaxKeys: 10,
      Prefix: "a/",
      FetchOwner: true,
    });
    const keys = new URLSearchParams("tagKeys=a&tagKeys=b");
    expect(restMembers("lambda", "UntagResource", { headers: {}, query: keys })).to.deep.equal({
      TagKeys: ["a", "b"],
    });
  });
});
