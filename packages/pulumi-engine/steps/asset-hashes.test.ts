import { hash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import {
  type Archive,
  type Asset,
  AssetArchive,
  FileArchive,
  FileAsset,
  RemoteAsset,
  StringAsset,
} from "../protocol/assets.ts";
import { withAssetHashes } from "./asset-hashes.ts";

describe("hashes of assets", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "pulumi-engine-assets-"));
    await mkdir(join(root, "lib", "deep"), { recursive: true });
    await writeFile(join(root, "lib", "deep", "a.txt"), "one");
  });
  afterEach(() => rm(root, { recursive: true }));
  const hashOf = async (asset: Asset | Archive) => {
    const { list } = await withAssetHashes({ list: [{ asset }] }, root);
    return JSON.parse(JSON.stringify(list))[0].asset.hash;
  };

  it("are Pulumi's for assets: SHA-256 of the content", async () => {
    expect(await hashOf(new StringAsset("one"))).to.equal(hash("sha256", "one"));
    expect(await hashOf(new FileAsset("lib/deep/a.txt"))).to.equal(hash("sha256", "one"));
  });

  // The expected hashes are those of Pulumi's own code: test/pulumi-cli/policy-answers.test.ts compares more.
  it("are Pulumi's for archives, with names of any length and script", async () => {
    const long = "long/".repeat(22);
    const names = new AssetArchive({
      ...{ [`${long}name.txt`]: new StringAsset("x"), [`${"n".repeat(101)}.txt`]: new StringAsset("long") },
      ...{ "zażółć/gęślą.txt": new StringAsset("y"), [`ż${long}name.txt`]: new StringAsset("x") },
      ...{ [`${"d".repeat(160)}/${"e".repeat(30)}`]: new StringAsset("z"), e: new StringAsset("") },
      ...{ "😀": new StringAsset("1"), "\uffff": new StringAsset("2") },
    });
    expect(await hashOf(names)).to.equal("5ee4633eb53f09690dd90fdc444dee9f1a95b6c2568644d3a57fe3ab1ab112ac");
    const sub = new AssetArchive({ "x/y": new StringAsset("1"), big: new StringAsset("x".repeat(5_000)) });
    expect(await hashOf(new AssetArchive({ sub }))).to.equal(
      "efd5d99c46aa02420b98a9df5a16ab58b7df8cf9aa61b7d1ebe9421ee3bcc378",
    );
  });

  it("change with contents and names of files in a folder", async () => {
    const folder = () => hashOf(new AssetArchive({ lib: new FileArchive("lib") }));
    const before = await folder();
    expect(await folder()).to.equal(before);
    await writeFile(join(root, "lib", "deep", "a.txt"), "two");
    const changed = await folder();
    expect(changed).to.not.equal(before);
    await writeFile(join(root, "lib", "b.txt"), "");
    expect(await folder()).to.not.equal(changed);
  });

  it("are equal for the same content at another path", async () => {
    await mkdir(join(root, "copy", "deep"), { recursive: true });
    await writeFile(join(root, "copy", "deep", "a.txt"), "one");
    expect(await hashOf(new FileArchive("copy"))).to.equal(await hashOf(new FileArchive("lib")));
  });

  it("are left out for content at a URL", async () => {
    expect(await hashOf(new RemoteAsset("https://example.com/a"))).to.equal(undefined);
  });

  it("need the file", async () => {
    expect((await rejection(hashOf(new FileAsset("missing")))).message).to.equal(
      "its asset missing cannot be read",
    );
  });
});
