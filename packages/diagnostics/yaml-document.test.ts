import { expect } from "chai";
import { YamlDocument } from "./yaml-document.ts";

const text = `name: shop
sizes:
  - small
  - { big: 3 }
feed:
common: &common { a: 1 }
copy: *common
`;

describe("YamlDocument", () => {
  const yaml = new YamlDocument(text);

  it("at: the value's position, in maps, lists and through aliases", () => {
    expect(
      [["name"], ["sizes", 0], ["sizes", 1, "big"], ["copy", "a"]].map((path) => yaml.at(path)),
    ).to.deep.equal([
      { line: 1, column: 7 },
      { line: 3, column: 5 },
      { line: 4, column: 12 },
      { line: 6, column: 22 },
    ]);
  });

  it("at: the key of an empty value, the key of a missing value's parent", () => {
    expect(
      [["feed"], ["feed", "url"], ["sizes", 7], ["missing"], []].map((path) => yaml.at(path)),
    ).to.deep.equal([
      { line: 5, column: 1 },
      { line: 5, column: 1 },
      { line: 2, column: 1 },
      { line: 1, column: 1 },
      { line: 1, column: 1 },
    ]);
  });

  it("offsets: key and value; the last of duplicate keys", () => {
    expect(yaml.offsets(["name"])).to.deep.equal({ key: 0, value: 6 });
    expect(new YamlDocument("a: 1\na: 2\n", { uniqueKeys: false }).offsets(["a"])).to.deep.equal({
      key: 5,
      value: 8,
    });
  });

  it("position and lineAt: of a syntax error", () => {
    const broken = new YamlDocument("a: 1\r\nb: [\r\n");
    const offset = broken.document.errors[0]?.pos[0] ?? -1;
    expect(broken.position(offset)).to.deep.equal({ line: 3, column: 1 });
    expect([broken.lineAt(7), broken.lineAt(6), broken.lineAt(offset)]).to.deep.equal(["b: [", "b: [", ""]);
  });
});
