import { expect } from "chai";
import fc from "fast-check";
import { AssetArchive, FileArchive, FileAsset, RemoteArchive, RemoteAsset, StringAsset } from "./assets.ts";
import { decodeProperties, type Wire } from "./decode-properties.ts";
import { encodeProperties } from "./encode-properties.ts";
import { type PropertyMap, ResourceReference, unknown } from "./property.ts";
import { signatureKey, signatures, unknownSentinel } from "./wire.ts";

describe("properties on the wire", () => {
  it("come back as they went, whatever they are", () => {
    fc.assert(
      fc.property(properties, (map) => {
        const wire = JSON.parse(JSON.stringify(encodeProperties(map)));
        expect(decodeProperties(wire)).to.deep.equal({ properties: map, secrets: [] });
      }),
    );
  });

  it("lose the wrapping of secrets, at any depth, but not their paths", () => {
    const secret = (value: Wire) => ({ [signatureKey]: signatures.secret, value });
    const { properties, secrets } = decodeProperties({
      password: secret("p"),
      list: [1, secret({ inner: secret("q") })],
    });
    expect(properties).to.deep.equal({ password: "p", list: [1, { inner: "q" }] });
    expect(secrets).to.deep.equal(["list[1]", "list[1].inner", "password"]);
  });

  it("keep outputs of remote components unknown when they have no value", () => {
    const output = (fields: object) => ({ [signatureKey]: signatures.output, ...fields });
    const { properties, secrets } = decodeProperties({
      known: output({ value: "v", secret: true, dependencies: ["urn:a"] }),
      notYet: output({}),
    });
    expect(properties).to.deep.equal({ known: "v", notYet: unknown });
    expect(secrets).to.deep.equal(["known"]);
  });

  it("read a reference to a resource without an id as one that does not exist yet", () => {
    const reference = (id: string) => ({ [signatureKey]: signatures.resource, urn: "urn:a", id });
    const { properties } = decodeProperties({ empty: reference(""), unknown: reference(unknownSentinel) });
    expect(properties.empty).to.deep.equal(new ResourceReference("urn:a", unknown));
    expect(properties.unknown).to.deep.equal(new ResourceReference("urn:a", unknown));
  });

  it("refuse a kind of value that is not known, with its path", () => {
    expect(() => decodeProperties({ a: { b: { [signatureKey]: "another" } } })).to.throw(
      "a.b: a kind of value that the embedded engine does not know",
    );
  });
});

const name = fc.string({ minLength: 1 }).filter((text) => text !== signatureKey && text !== "__proto__");
const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.string(),
  fc.constant(unknown),
  name.map((text) => new StringAsset(text)),
  name.map((path) => new FileAsset(path)),
  name.map((uri) => new RemoteAsset(uri)),
  name.map((path) => new FileArchive(path)),
  name.map((uri) => new RemoteArchive(uri)),
  name.map((text) => new AssetArchive({ a: new StringAsset(text), b: new FileArchive(text) })),
  fc.tuple(name, fc.option(name, { nil: undefined })).map(([urn, id]) => new ResourceReference(urn, id)),
);
const { map: properties } = fc.letrec<{ value: unknown; map: PropertyMap }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie("value")), tie("map")),
  map: fc.dictionary(name, tie("value"), { noNullPrototype: true }) as fc.Arbitrary<PropertyMap>,
}));
