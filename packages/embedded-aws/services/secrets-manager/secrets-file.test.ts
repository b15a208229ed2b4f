import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { readSecrets } from "./secrets-file.ts";

describe("a file of secrets", () => {
  let dir: string;
  let file: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "secrets-file-"));
    file = join(dir, "secrets.yaml");
  });
  after(() => rm(dir, { recursive: true }));

  const read = async (text: string) => {
    await writeFile(file, text);
    return Object.fromEntries(await readSecrets(file));
  };

  it("returns the text of secrets as written, or the JSON of their keys", async () => {
    const text = `# comment\nshop/api: abc\npin: 007\non: true\n"odd name": "a: 'b' #c"\ndb: { user: me, port: 5432 }\n`;
    expect(await read(text)).to.deep.equal({
      "shop/api": "abc",
      pin: "007",
      on: "true",
      "odd name": "a: 'b' #c",
      db: '{"user":"me","port":"5432"}',
    });
  });

  it("may be empty or missing", async () => {
    expect(await read("# nothing yet\n")).to.deep.equal({});
    expect([...(await readSecrets(join(dir, "none.yaml")))]).to.deep.equal([]);
  });

  for (const [text, place] of [
    ["hush-1", "1:1: expected lines of <name of a secret>: <value>"],
    ["- hush-1", "1:1: expected lines of <name of a secret>: <value>"],
    ["a: hush-1\nb:\n", "2:1: b: expected text, or lines of <JSON key>: <text>"],
    ["a: [hush-1]", "1:1: a: expected text, or lines of <JSON key>: <text>"],
    ["a: { b: { c: hush-1 } }", "1:1: a: expected text, or lines of <JSON key>: <text>"],
    ["{ hush-1: a }: b", "1:1: expected the name of a secret before each colon"],
    ['a: b\nc: "hush-1', "2:11: not YAML (MISSING_CHAR)"],
  ] as const) {
    it(`is refused with its place and without its values: ${JSON.stringify(text)}`, async () => {
      const error = await rejection(read(text));
      expect(error).to.have.property("code", "BL-A009");
      expect(String(error)).to.contain(`${file}:${place}`).and.not.contain("hush");
    });
  }
});
