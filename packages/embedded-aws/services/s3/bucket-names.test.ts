import { CreateBucketCommand, HeadBucketCommand } from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";

describe("names of buckets", () => {
  let served: ServedS3;
  before(async () => {
    served = await serveS3({ region: "eu-central-1", isOthers: (name) => name.startsWith("the-world-") });
  });
  after(() => served?.stop());

  const create = (Bucket: string, BucketNamespace?: "global" | "account-regional") =>
    served.client.send(new CreateBucketCommand({ Bucket, BucketNamespace }));

  for (const [name, namespace] of [
    ["orders", undefined],
    ["orders-japan", "global"],
    ["orders-000000000000-eu-central-1-an", "account-regional"],
    ["the-world-000000000000-eu-central-1-an", "account-regional"],
  ] as const)
    it(`${name}: accepted as ${namespace ?? "global by default"}`, async () => {
      await create(name, namespace);
      await served.client.send(new HeadBucketCommand({ Bucket: name }));
    });

  for (const [name, namespace, error] of [
    ["shop", undefined, "BucketAlreadyOwnedByYou"],
    ["the-world-shop", undefined, "BucketAlreadyExists"],
    ["Shop", undefined, "InvalidBucketName"],
    ["xn--shop", undefined, "InvalidBucketName"],
    ["shop--table-s3", undefined, "InvalidBucketName"],
    ["shop-an", undefined, "InvalidBucketName"],
    ["shop-000000000000-eu-central-1-an", undefined, "MissingNamespaceHeader"],
    ["shop-000000000000-eu-central-1-an", "global", "MissingNamespaceHeader"],
    ["shop-000000000000-us-east-1-an", "account-regional", "InvalidBucketNamespace"],
    ["shop-123456789012-eu-central-1-an", "account-regional", "InvalidBucketNamespace"],
    ["shop-000000000000", "account-regional", "InvalidNamespaceHeader"],
    [`${"s".repeat(40)}-000000000000-eu-central-1-an`, "account-regional", "InvalidBucketName"],
  ] as const)
    it(`${name}: ${error} as ${namespace ?? "global by default"}`, async () => {
      expect((await rejection(create(name, namespace))).name).to.equal(error);
    });
});
