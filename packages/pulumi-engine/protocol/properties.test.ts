import { expect } from "chai";
import fc from "fast-check";
import { AssetArchive, FileArchive, FileAsset, RemoteArchive, RemoteAsset, StringAsset } from "./assets.ts";
import { decodeProperties } from "./decode-properties.ts";
import { encodeProperties } from "./encode-properties.ts";
import { type PropertyMap, ResourceReference, unknown } from "./property.ts";
import { signatureKey, signatures, unknownSentinel, type Wire } from "./wire.ts";

describe("properties on the wire", () => {
  it("decode to what was encoded", () => {
    fc.assert(
      fc.property(properties, (map) => {
        const wire = JSON.parse(JSON.stringify(encodeProperties(map)));
        expect(decodeProperties(wire)).to.deep.equal({ properties: map, secrets: [] });
      }),
    );
  });

  it("encode the values at the given paths as secrets", () => {
    const given = { password: "p", list: [1, { "a.b": "q" }] };
    const secrets = ['list[1]["a.b"]', "password"];
    expect(decodeProperties(encodeProperties(given, secrets))).to.deep.equal({ properties: given, secrets });
  });

  it("keep the hash of an asset or archive whose content Pulumi's engine left out", () => {
    const leftOut = {
      text: { [signatureKey]: signatures.asset, hash: "h1" },
      code: { [signatureKey]: signatures.archive, hash: "h2" },
    };
    const { properties } = decodeProperties(leftOut);
    expect(properties).to.deep.equal({ text: new StringAsset("", "h1"), code: new AssetArchive({}, "h2") });
    expect(encodeProperties(properties).code).to.deep.equal(leftOut.code);
  });

  it("decode secrets at any depth, with their paths", () => {
    const secret = (value: Wire) => ({ [signatureKey]: signatures.secret, value });
    const { properties, secrets } = decodeProperties({
      password: secret("p"),
      list: [1, secret({ inner: secret("q") })],
    });
    expect(properties).to.deep.equal({ password: "p", list: [1, { inner: "q" }] });
    expect(secrets).to.deep.equal(["list[1]", "list[1].inner", "password"]);
  });

  it("decode an output without a value as unknown", () => {
    const output = (fields: object) => ({ [signatureKey]: signatures.output, ...fields });
    const { properties, secrets } = decodeProperties({
      known: output({ value: "v", secret: true, dependencies: ["urn:a"] }),
      notYet: output({}),
    });
    expect(properties).to.deep.equal({ known: "v", notYet: unknown });
    expect(secrets).to.deep.equal(["known"]);
  });

  it("decode a reference without an id as a resource with an unknown id", () => {
    const reference = (id: string) => ({ [signatureKey]: signatures.resource, urn: "urn:a", id });
    const { properties } = decodeProperties({ empty: reference(""), unknown: reference(unknownSentinel) });
    expect(properties.empty).to.deep.equal(new ResourceReference("urn:a", unknown));
    expect(properties.unknown).to.deep.equal(new ResourceReference("urn:a", unknown));
  });

  it("throw for an unknown kind of value, with its path", () => {
    expect(() => decodeProperties({ a: { b: { [signatureKey]: "another" } } })).to.throw(
      "a.b: unknown kind of value in Pulumi's protocol",
    );
  });
});

const name = fc.string({ minLength: 1 }).filter((text) => text !== signatureKey && text !== "__proto__");
const hash = fc.option(fc.constant("0a1b"), { nil: undefined });
const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.string(),
  fc.constant(unknown),
  fc.tuple(name, hash).map(([text, sum]) => new StringAsset(text, sum)),
  name.map((path) => new FileAsset(path)),
  name.map((uri) => new RemoteAsset(uri)),
  fc.tuple(name, hash).map(([path, sum]) => new FileArchive(path, sum)),
  name.map((uri) => new RemoteArchive(uri)),
  fc
    .tuple(name, hash)
    .map(([text, sum]) => new AssetArchive({ a: new StringAsset(text), b: new FileArchive(text) }, sum)),
  fc.tuple(name, fc.option(name, { nil: undefined })).map(([urn, id]) => new ResourceReference(urn, id)),
);
const { map: properties } = fc.letrec<{ value: unknown; map: PropertyMap }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie("value")), tie("map")),
  map: fc.dictionary(name, tie("value"), { noNullPrototype: true }) as fc.Arbitrary<PropertyMap>,
}));
