import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { bundle } from "./index.ts";

describe("bundles", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "bundles-"));
    await write("handler.mjs", 'import { word } from "./word.mjs"; export const handler = () => word;');
    await write("word.mjs", 'export const word = "first";');
  });
  afterEach(() => rm(root, { recursive: true }));

  const write = (file: string, text: string) => writeFile(join(root, file), text);
  const make = async (minify = false) => {
    const folder = await bundle({
      root,
      entries: { index: "handler.mjs" },
      into: "dist",
      options: { minify },
      alsoChangedBy: ["options.mjs"],
    });
    return { folder, text: await readFile(join(folder, "index.mjs"), "utf8") };
  };
  const records = async () =>
    (await readdir(join(root, "dist"))).filter((file) => file.endsWith(".json")).length;

  it("an imported file changes: the bundle changes, and comes back with the file", async () => {
    const before = await make();
    expect(before.text).to.contain('"first"');
    await write("word.mjs", 'export const word = "second";');
    expect((await make()).text)
      .to.contain('"second"')
      .and.not.contain('"first"');
    expect(await records()).to.equal(2);
    await write("word.mjs", 'export const word = "first";');
    expect(await make()).to.deep.equal(before);
    expect(await records()).to.equal(2);
  });

  it("only a file's time changes: the same bundle, not made again", async () => {
    const before = await make();
    await writeFile(join(before.folder, "index.mjs"), "not made again");
    await utimes(join(root, "word.mjs"), 1, 1);
    expect(await make()).to.deep.equal({ folder: before.folder, text: "not made again" });
  });

  for (const file of ["options.mjs", "package-lock.json"])
    it(`${file} changes: the bundle is made again`, async () => {
      await make();
      await write(file, "changed");
      await make();
      expect(await records()).to.equal(2);
    });

  it("other options: another bundle", async () => {
    expect((await make(true)).folder).not.to.equal((await make()).folder);
  });

  it("a bundle is gone: it is made again", async () => {
    const before = await make();
    await rm(before.folder, { recursive: true });
    expect(await make()).to.deep.equal(before);
  });

  it("two at once: both get the bundle", async () => {
    expect(await Promise.all([make(), make()])).to.have.deep.members([await make(), await make()]);
  });
});
