import { Secret } from "@pulumi/policy";
import deserialize from "@pulumi/policy/deserialize.js";
import { unknownCheckingProxy } from "@pulumi/policy/proxy.js";
import { asset } from "@pulumi/pulumi";
import rpc from "@pulumi/pulumi/runtime/rpc.js";
import { expect } from "chai";
import { unknown } from "../../testing/policies/checking.ts";
import { emptyArchives, returnAssetsAsSent } from "./assets-as-sent.ts";

const fileOf = (rest: object) => ({ [rpc.specialSigKey]: rpc.specialAssetSig, ...rest });
const archiveOf = (rest: object) => ({ [rpc.specialSigKey]: rpc.specialArchiveSig, ...rest });
const secretOf = (value: unknown) => ({ [rpc.specialSigKey]: rpc.specialSecretSig, value });

describe("properties in a remediation", () => {
  const packages = { ...deserialize };
  before(returnAssetsAsSent);
  after(() => {
    deserialize.deserializeProperties = packages.deserializeProperties;
  });
  const received = (sent: object, keepSecrets = true) =>
    deserialize.deserializeProperties({ toJavaScript: () => sent }, keepSecrets);

  for (const [title, sent] of Object.entries({
    "an archive of files": archiveOf({
      assets: { "index.mjs": fileOf({ text: "1", hash: "2d71" }), lib: archiveOf({ path: "lib" }) },
      hash: "77bf",
    }),
    "a folder": archiveOf({ path: "dist/plan", hash: "fed0" }),
    "an archive at a URL": archiveOf({ uri: "https://shop.example/plan.zip" }),
    "a file": fileOf({ path: "index.mjs", hash: "755c" }),
    "an empty text, which Pulumi leaves out": fileOf({ hash: "e3b0" }),
    "a secret archive": secretOf(archiveOf({ assets: { "index.mjs": fileOf({ text: "1" }) } })),
    "an unknown value in a secret": secretOf({ token: unknown, list: [null, 1] }),
    "bytes that are not text": { [rpc.specialSigKey]: "7c9b2e9e3f0b4c0c", value: "/w==" },
  }))
    it(`${title}: returned as sent`, async () => {
      const properties = unknownCheckingProxy(received({ code: sent, other: "x" }));
      properties.other = "y";
      expect(await deserialize.serializeProperties(properties)).to.deep.equal({ code: sent, other: "y" });
    });

  it("a rule gets assets as objects of Pulumi's classes, and secrets as plain values", async () => {
    const sent = {
      code: archiveOf({ assets: { "index.mjs": fileOf({ text: "1" }) } }),
      token: secretOf("hush"),
    };
    const { code, token } = received(sent, false);
    expect(code).to.be.instanceOf(asset.AssetArchive);
    const parts = await (code as asset.AssetArchive).assets;
    expect(parts["index.mjs"]).to.be.instanceOf(asset.StringAsset);
    expect(token).to.equal("hush");
  });

  it("archives without path, URL and files: found, also in secrets", () => {
    const lists = { code: archiveOf({ path: "dist" }), more: [archiveOf({ assets: {} })] };
    expect([
      ...emptyArchives(received({ ...lists, hidden: secretOf(archiveOf({ hash: "fed0" })) })),
    ]).to.deep.equal(["more.0", "hidden"]);
    expect([
      ...emptyArchives({ code: new Secret(archiveOf({ assets: { a: fileOf({ text: "" }) } })) }),
    ]).to.deep.equal([]);
  });
});
