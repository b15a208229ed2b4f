import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { expect } from "chai";
import { checkout } from "../../testing/checkout.ts";
import { bundleHandler } from "./handler-bundle.ts";

describe("handler bundles", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(checkout, "node_modules", "bundled-"));
  });
  afterEach(() => rm(dir, { recursive: true }));

  const write = (file: string, text: string) => writeFile(join(dir, file), text);
  const bundleOf = async (file: string) => {
    const path = await bundleHandler(relative(checkout, join(dir, file))).path;
    return { path, text: await readFile(join(resolve(String(path)), "index.mjs"), "utf8") };
  };

  it("an imported file changes: the bundle changes, and comes back with the file", async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await write("handler.mjs", 'import { word } from "./word.mjs"; export const handler = () => word;');
    await write("word.mjs", `export const word = "${first}";`);
    const before = await bundleOf("handler.mjs");
    expect(before.text).to.contain(first);
    await write("word.mjs", `export const word = "${second}";`);
    expect((await bundleOf("handler.mjs")).text)
      .to.contain(second)
      .and.not.contain(first);
    await write("word.mjs", `export const word = "${first}";`);
    expect(await bundleOf("handler.mjs")).to.deep.equal(before);
  });

  it("nothing changes: the same bundle", async () => {
    await write("handler.mjs", `export const handler = () => "${randomUUID()}";`);
    expect(await bundleOf("handler.mjs")).to.deep.equal(await bundleOf("handler.mjs"));
  });
});
