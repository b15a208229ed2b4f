import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { AssetArchive, FileArchive, FileAsset, StringAsset } from "@batchline/pulumi-engine";
import { RemoteAsset } from "@batchline/pulumi-engine/testing";
import { expect } from "chai";
import { deploymentPackage } from "./deployment-package.ts";

describe("deploymentPackage", () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "package-"));
    await mkdir(join(root, "lib", "deep"), { recursive: true });
    await writeFile(join(root, "data.json"), "{}");
    await writeFile(join(root, "lib", "a.mjs"), "a");
    await writeFile(join(root, "lib", "deep", "b.mjs"), "b");
  });
  after(() => rm(root, { recursive: true }));

  it("returns the files of texts, files, folders and nested archives", async () => {
    const files = await deploymentPackage(
      new AssetArchive({
        "index.mjs": new StringAsset("export {}"),
        "data.json": new FileAsset("data.json"),
        lib: new FileArchive("lib"),
        more: new AssetArchive({ "c.mjs": new StringAsset("c") }),
      }),
      root,
    );
    expect(Object.fromEntries(Object.entries(files).map(([k, v]) => [k, String(v)]))).to.deep.equal({
      "index.mjs": "export {}",
      "data.json": "{}",
      "lib/a.mjs": "a",
      "lib/deep/b.mjs": "b",
      "more/c.mjs": "c",
    });
  });

  it("refuses a zip file and URLs", async () => {
    const zip = await rejection(deploymentPackage(new FileArchive("data.json"), root));
    expect(zip.message).to.match(/data\.json is not a folder/);
    const remote = await rejection(
      deploymentPackage(new AssetArchive({ a: new RemoteAsset("https://example.com/a") }), root),
    );
    expect(remote.message).to.match(/https:\/\/example\.com\/a is a URL/);
    const nothing = await rejection(deploymentPackage(undefined, root));
    expect(nothing.message).to.match(/accepts an AssetArchive/);
  });
});
