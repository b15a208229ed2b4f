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
