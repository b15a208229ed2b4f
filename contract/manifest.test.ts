import { expect } from "chai";
import fc from "fast-check";
import { decodeLine, encodeManifest, indexRange, lineRange, type Manifest } from "./manifest.ts";

/** Reads a line as a container does: by HTTP ranges alone. */
function read(manifest: Manifest, position: number): unknown {
  const index = slice(manifest.index, indexRange(position));
  return decodeLine(slice(manifest.chunks, lineRange(index)));
}

function slice(bytes: Uint8Array, range: string): Uint8Array {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  return bytes.subarray(Number(from), Number(to) + 1);
}

describe("contract: manifest", () => {
  it("returns every line by its position", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 40 }), (lines) => {
        const manifest = encodeManifest(lines);
        const expected: unknown = JSON.parse(JSON.stringify(lines));
        expect(lines.map((_, position) => read(manifest, position))).to.deep.equal(expected);
      }),
    );
  });

  it("is a valid JSON array with one chunk a line", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 40 }), (lines) => {
        const text = new TextDecoder().decode(encodeManifest(lines).chunks);
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(lines)));
        expect(text.split("\n")).to.have.length(lines.length + 3);
      }),
    );
  });

  it("says that there is no chunk at a position beyond the end", () => {
    const manifest = encodeManifest([{ index: 0 }]);
    expect(() => lineRange(slice(manifest.index, indexRange(1)))).to.throw(
      RangeError,
      "the position is beyond the last chunk",
    );
  });

  it("needs the same few bytes of the index whatever the run's size", () => {
    const manifest = encodeManifest(Array.from({ length: 10_000 }, (_, index) => ({ index })));
    expect(slice(manifest.index, indexRange(9_999))).to.have.length(16);
    expect(read(manifest, 9_999)).to.deep.equal({ index: 9_999 });
  });
});
