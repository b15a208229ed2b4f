import {
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { anyCharacter, rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { type ServedS3, serveS3 } from "../../testing/served-s3.ts";
import { list } from "./listing.ts";
import { compareUtf8 } from "./utf8-order.ts";

const key = fc.string({
  unit: fc.constantFrom("a", "B", "/", "-", "é", "\uffee", "🦊"),
  minLength: 1,
  maxLength: 6,
});
const keys = fc.uniqueArray(key, { maxLength: 40 });

/**
 * What a listing holds, straight from its definition. A common prefix is not there if the start is within it.
 * https://github.com/ceph/s3-tests/blob/master/s3tests/functional/test_s3.py (test_bucket_list_delimiter_prefix)
 */
function model(all: readonly string[], prefix: string, delimiter: string, after: string): string[] {
  const entries = all
    .filter((one) => one.startsWith(prefix) && Buffer.compare(Buffer.from(one), Buffer.from(after)) > 0)
    .flatMap((one) => {
      const end = delimiter === "" ? -1 : one.indexOf(delimiter, prefix.length);
      if (end < 0) return one;
      const common = one.slice(0, end + delimiter.length);
      return after.startsWith(common) ? [] : `prefix ${common}`;
    });
  return [...new Set(entries)].sort();
}

describe("s3 listings", () => {
  it("sort keys by their UTF-8 bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.string({ unit: anyCharacter }), (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).to.equal(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it("return each key or its common prefix once over all pages", () => {
    const options = fc.record({
      prefix: fc.constantFrom("", "a", "a/", "B-", "🦊"),
      delimiter: fc.constantFrom("", "/", "-", "a/"),
      after: fc.oneof(fc.constant(""), key),
      maxKeys: fc.integer({ min: 1, max: 7 }),
    });
    fc.assert(
      fc.property(keys, options, (unsorted, { after, ...request }) => {
        const sorted = unsorted.toSorted(compareUtf8);
        const seen: string[] = [];
        let from: { readonly after: string; readonly afterPrefix?: string | undefined } | undefined = {
          after,
        };
        while (from !== undefined) {
          const page: ReturnType<typeof list> = list(sorted, { ...request, ...from });
          expect(page.keys.length + page.commonPrefixes.length).to.be.at.most(request.maxKeys);
          seen.push(...page.keys, ...page.commonPrefixes.map((prefix) => `prefix ${prefix}`));
          from = page.next;
        }
        expect(seen.toSorted()).to.deep.equal(model(sorted, request.prefix, request.delimiter, after));
      }),
    );
  });

  describe("over the wire", () => {
    let served: ServedS3;
    const all = ["B", "a", "a/1", "a/2", "a/b/3", "a<&>", "b", "ü/1"];
    before(async () => {
      served = await serveS3();
      for (const Key of all)
        await served.client.send(new PutObjectCommand({ Bucket: "shop", Key, Body: "x" }));
    });
    after(() => served.stop());

    it("continue with a token", async () => {
      const seen: string[] = [];
      for await (const page of paginateListObjectsV2(
        { client: served.client, pageSize: 2 },
        { Bucket: "shop", Delimiter: "/" },
      )) {
        expect(page.KeyCount).to.be.at.most(2);
        seen.push(
          ...(page.Contents ?? []).map(({ Key }) => `${Key}`),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => `${Prefix}*`),
        );
      }
      expect(seen.toSorted()).to.deep.equal(["B", "a", "a/*", "a<&>", "b", "ü/*"]);
    });

    it("start after a key and stay under a prefix", async () => {
      const answer = await served.client.send(
        new ListObjectsV2Command({ Bucket: "shop", Prefix: "a/", StartAfter: "a/1" }),
      );
      expect(answer.Contents?.map(({ Key, Size, ETag }) => [Key, Size, ETag])).to.deep.equal([
        ["a/2", 1, '"9dd4e461268c8034f5c8564e155c67a6"'],
        ["a/b/3", 1, '"9dd4e461268c8034f5c8564e155c67a6"'],
      ]);
      expect(answer.IsTruncated).to.equal(false);
    });

    it("support the older operation with markers", async () => {
      const seen: string[] = [];
      let Marker: string | undefined;
      do {
        const page = await served.client.send(
          new ListObjectsCommand({ Bucket: "shop", Delimiter: "/", MaxKeys: 2, Marker }),
        );
        seen.push(
          ...(page.Contents ?? []).map(({ Key }) => `${Key}`),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => `${Prefix}*`),
        );
        Marker = page.NextMarker;
      } while (Marker !== undefined);
      expect(seen.toSorted()).to.deep.equal(["B", "a", "a/*", "a<&>", "b", "ü/*"]);
    });

    it("refuse an unknown bucket and an invalid token", async () => {
      const missing = served.client.send(new ListObjectsV2Command({ Bucket: "nowhere" }));
      expect((await rejection(missing)).name).to.equal("NoSuchBucket");
      const wrong = served.client.send(new ListObjectsV2Command({ Bucket: "shop", ContinuationToken: "x" }));
      expect((await rejection(wrong)).name).to.equal("InvalidArgument");
    });
  });
});
