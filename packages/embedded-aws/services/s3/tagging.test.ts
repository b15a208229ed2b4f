import {
  CreateBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";
import { checkLocation } from "./locations.ts";

const Bucket = "shop";
const tag = (Key: string, Value = "v") => ({ Key, Value });

describe("s3 tags", () => {
  let served: ServedS3;
  before(async () => {
    served = await serveS3({ region: "eu-central-1" });
    await served.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  });
  after(() => served.stop());

  const tagBucket = (...TagSet: ReturnType<typeof tag>[]) =>
    served.client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  const tagObject = (...TagSet: ReturnType<typeof tag>[]) =>
    served.client.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: { TagSet } }));
  const tagsOfBucket = () => served.client.send(new GetBucketTaggingCommand({ Bucket }));

  it("of a bucket are kept and deleted", async () => {
    await tagBucket(tag("b"), tag("a"));
    expect((await tagsOfBucket()).TagSet).to.deep.equal([tag("a"), tag("b")]);
    await served.client.send(new DeleteBucketTaggingCommand({ Bucket }));
    expect((await rejection(tagsOfBucket())).name).to.equal("NoSuchTagSet");
  });

  it("of an object are counted in its answers", async () => {
    await tagObject(tag("a"), tag("b"));
    const { TagCount } = await served.client.send(new GetObjectCommand({ Bucket, Key: "k" }));
    expect(TagCount).to.equal(2);
  });

  it("are refused in AWS's words", async () => {
    const messages = async (...tags: ReturnType<typeof tag>[]) => [
      (await rejection(tagBucket(...tags))).message,
      (await rejection(tagObject(...tags))).message,
    ];
    const same = (message: string) => [message, message];
    expect(await messages(tag("a"), tag("a"))).to.deep.equal(
      same("Cannot provide multiple Tags with the same key"),
    );
    expect(await messages(tag("a,b"))).to.deep.equal(same("The TagKey you have provided is invalid"));
    expect(await messages(tag("a", "1,2"))).to.deep.equal(same("The TagValue you have provided is invalid"));
    expect(await messages(tag("aws:a"))).to.deep.equal([
      "System tags cannot be added/updated by requester",
      "Your TagKey cannot be prefixed with aws:",
    ]);
  });

  it("may be given to a new bucket, whose list has pages", async () => {
    const eu = { LocationConstraint: "eu-central-1" } as const;
    await served.client.send(
      new CreateBucketCommand({ Bucket: "tagged", CreateBucketConfiguration: { ...eu, Tags: [tag("a")] } }),
    );
    const { TagSet } = await served.client.send(new GetBucketTaggingCommand({ Bucket: "tagged" }));
    expect(TagSet).to.deep.equal([tag("a")]);
    const first = await served.client.send(new ListBucketsCommand({ MaxBuckets: 1 }));
    const { ContinuationToken } = first;
    const second = await served.client.send(new ListBucketsCommand({ MaxBuckets: 1, ContinuationToken }));
    expect([first, second].map(({ Buckets }) => Buckets?.map(({ Name }) => Name))).to.deep.equal([
      ["shop"],
      ["tagged"],
    ]);
    expect(first.Buckets?.[0]?.BucketRegion).to.equal("eu-central-1");
    const none = await served.client.send(new ListBucketsCommand({ Prefix: "TAG" }));
    expect(none.Buckets).to.deep.equal([]);
  });

  it("a new bucket must have the endpoint's region", async () => {
    const create = (LocationConstraint: string) =>
      served.client.send(
        new CreateBucketCommand({
          Bucket: "elsewhere",
          CreateBucketConfiguration: { LocationConstraint: LocationConstraint as "eu-west-1" },
        }),
      );
    // The SDK names the region itself.
    const unspecified = () => checkLocation("", "eu-central-1");
    expect(unspecified).to.throw(/^The unspecified location constraint is incompatible/);
    const error = await rejection(create("eu-west-1"));
    expect([error.name, error.message]).to.deep.equal([
      "IllegalLocationConstraintException",
      "The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.",
    ]);
  });

  it("an object has one version, named null", async () => {
    const { Versions } = await served.client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions?.map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest])).to.deep.equal([
      ["k", "null", true],
    ]);
    await served.client.send(new GetObjectCommand({ Bucket, Key: "k", VersionId: "null" }));
    const other = await rejection(
      served.client.send(new GetObjectCommand({ Bucket, Key: "k", VersionId: "1" })),
    );
    expect(other.message).to.equal("Invalid version id specified");
  });
});
