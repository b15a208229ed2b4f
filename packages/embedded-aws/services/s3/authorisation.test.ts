import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";

const Bucket = "shop";
const own = `arn:aws:s3:::shop/tenants/\${aws:PrincipalTag/tenant}/*`;

describe("s3 authorisation", () => {
  let served: ServedS3;
  before(async () => {
    served = await serveS3();
    for (const tenant of ["acme", "birch"]) {
      await served.s3.putObject(Bucket, `tenants/${tenant}/feed`, tenant);
    }
  });
  after(() => served.stop());

  const rights = [
    { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: own },
    {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::shop",
      Condition: { StringLike: { "s3:prefix": `tenants/\${aws:PrincipalTag/tenant}/*` } },
    },
  ];

  it("limits a tenant's session to the tenant's prefix", async () => {
    const acme = served.clientOf("acme", ...rights);
    const read = (Key: string) => acme.send(new GetObjectCommand({ Bucket, Key }));
    expect(await (await read("tenants/acme/feed")).Body?.transformToString()).to.equal("acme");
    const error = await rejection(read("tenants/birch/feed"));
    expect(error.name).to.equal("AccessDenied");
    expect(error.message).to.match(
      /^User: arn:aws:sts::000000000000:assumed-role\/role-\d+\/test is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::shop\/tenants\/birch\/feed because no identity-based policy allows the s3:GetObject action$/,
    );
  });

  it("checks s3:ListBucket with the prefix of the listing", async () => {
    const acme = served.clientOf("acme", ...rights);
    const list = (Prefix?: string) => acme.send(new ListObjectsV2Command({ Bucket, Prefix }));
    expect((await list("tenants/acme/")).KeyCount).to.equal(1);
    expect((await rejection(list("tenants/"))).name).to.equal("AccessDenied");
    expect((await rejection(list())).name).to.equal("AccessDenied");
  });

  it("hides whether an object exists without the right to list the bucket", async () => {
    const missing = { Bucket, Key: "tenants/acme/missing" };
    const denials = served.identity.denials.length;
    const blind = served.clientOf("acme", { Effect: "Allow", Action: "s3:GetObject", Resource: own });
    expect((await rejection(blind.send(new GetObjectCommand(missing)))).message).to.contain("s3:ListBucket");
    expect((await rejection(blind.send(new HeadObjectCommand(missing)))).$metadata?.httpStatusCode).to.equal(
      403,
    );
    // The caller asked for no listing: that is nobody's missing right.
    expect(served.identity.denials.length).to.equal(denials);
    const list = { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::shop" };
    const seeing = served.clientOf("acme", { Effect: "Allow", Action: "s3:GetObject", Resource: own }, list);
    expect((await rejection(seeing.send(new GetObjectCommand(missing)))).name).to.equal("NoSuchKey");
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
  it("decides by a bucket's policy, with the request's headers and the object's tags", async () => {
    const everything = { Effect: "Allow", Action: "s3:*", Resource: "*" };
    const acme = served.clientOf("acme", everything);
    const put = (more: object = {}) =>
      acme.send(new PutObjectCommand({ Bucket, Key: "secret", Body: "x", ...more }));
    const deny = { Effect: "Deny", Principal: "*" as const, Resource: "arn:aws:s3:::shop/*" };
    served.s3.policies.put("arn:aws:s3:::shop", {
      Version: "2012-10-17",
      Statement: [
        {
          ...{ ...deny, Action: "s3:PutObject" },
          Condition: { StringNotEquals: { "s3:x-amz-storage-class": "STANDARD_IA" } },
        },
        {
          ...{ ...deny, Action: "s3:GetObject" },
          Condition: { StringEquals: { "s3:ExistingObjectTag/access": "none" } },
        },
      ],
    });
    expect((await rejection(put())).message).to.contain("with an explicit deny in a resource-based policy");
    await put({ StorageClass: "STANDARD_IA" });
    const get = new GetObjectCommand({ Bucket, Key: "secret" });
    expect(await (await acme.send(get)).Body?.transformToString()).to.equal("x");
    await put({ StorageClass: "STANDARD_IA", Tagging: "access=none" });
    expect(await rejection(acme.send(get))).to.include({ name: "AccessDenied" });
    served.s3.policies.put("arn:aws:s3:::shop", undefined);
  });

  it("checks both ends of a copy", async () => {
    const acme = served.clientOf("acme", ...rights);
    const copy = (from: string, Key: string) =>
      acme.send(new CopyObjectCommand({ Bucket, Key, CopySource: `shop/${from}` }));
    await copy("tenants/acme/feed", "tenants/acme/copy");
    expect((await rejection(copy("tenants/birch/feed", "tenants/acme/copy"))).message).to.contain(
      "s3:GetObject",
    );
    expect((await rejection(copy("tenants/acme/feed", "tenants/birch/copy"))).message).to.contain(
      "s3:PutObject",
    );
  });

  it("reports each key as deleted or failed", async () => {
    const acme = served.clientOf("acme", { Effect: "Allow", Action: "s3:DeleteObject", Resource: own });
    const Objects = [{ Key: "tenants/acme/x" }, { Key: "tenants/birch/feed" }];
    const answer = await acme.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted?.map(({ Key }) => Key)).to.deep.equal(["tenants/acme/x"]);
    expect(answer.Errors?.map(({ Key, Code }) => [Key, Code])).to.deep.equal([
      ["tenants/birch/feed", "AccessDenied"],
    ]);
  });

  it("needs the right to read an object for If-Match", async () => {
    const writer = served.clientOf("acme", { Effect: "Allow", Action: "s3:PutObject", Resource: own });
    const write = (more: object) =>
      writer.send(new PutObjectCommand({ Bucket, Key: "tenants/acme/new", Body: "", ...more }));
    await write({ IfNoneMatch: "*" });
    expect((await rejection(write({ IfMatch: '"x"' }))).message).to.contain("s3:GetObject");
  });

  it("checks rights before the condition of a write", async () => {
    const acme = served.clientOf("acme", ...rights);
    const write = acme.send(
      new PutObjectCommand({ Bucket, Key: "tenants/birch/feed", Body: "", IfNoneMatch: "*" }),
    );
    expect((await rejection(write)).name).to.equal("AccessDenied");
  });
});
