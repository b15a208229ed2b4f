import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { bundle, moduleFile, packageFolder } from "./index.ts";

describe("bundles", () => {
  let root: string;
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), "bundles-")));
    await write("package-lock.json", "{}");
    await write("handler.mjs", 'import { word } from "./word.mjs"; export const handler = () => word;');
    await write("word.mjs", 'export const word = "first";');
  });
  afterEach(() => rm(root, { recursive: true }));

  const write = (file: string, text: string) => writeFile(join(root, file), text);
  const make = async (minify = false) => {
    const folder = await bundle({
      root,
      name: "index",
      entry: "handler.mjs",
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

  it("a dependency changes in a project without a lock file: the bundle is made again", async () => {
    await rm(join(root, "package-lock.json"));
    await mkdir(join(root, "node_modules", "words"), { recursive: true });
    const dependency = join("node_modules", "words", "index.js");
    await write(dependency, 'export const word = "first";');
    await write("word.mjs", 'export { word } from "words";');
    expect((await make()).text).to.contain('"first"');
    await write(dependency, 'export const word = "second";');
    expect((await make()).text).to.contain('"second"');
  });

  describe("of a module's text", () => {
    const ofText = (imported: string) => {
      const text = `import { word } from ${JSON.stringify(imported)};\nexport const handler = (): string => word;`;
      return bundle({ root, name: "index", entry: { title: "greet", text }, into: "dist" });
    };

    it("imports files below the root, and absolute ones with the same bytes", async () => {
      const folder = await ofText("./word.mjs");
      expect(folder).to.match(/\/greet-[0-9a-f]{16}$/);
      expect(await readFile(join(folder, "index.mjs"), "utf8")).to.contain('"first"');
      expect(await ofText(join(root, "word.mjs"))).to.equal(folder);
    });

    it("is made again only when a file has changed", async () => {
      const folder = await ofText("./word.mjs");
      await writeFile(join(folder, "index.mjs"), "not made again");
      expect(await ofText("./word.mjs")).to.equal(folder);
      expect(await readFile(join(folder, "index.mjs"), "utf8")).to.equal("not made again");
      await write("word.mjs", 'export const word = "second";');
      expect(await ofText("./word.mjs")).not.to.equal(folder);
    });
  });

  it("a file's package: the nearest folder with a package.json, behind symbolic links", async () => {
    await mkdir(join(root, "shop", "workflows"), { recursive: true });
    await write("package.json", "{}");
    await write(join("shop", "workflows", "list.ts"), "");
    await symlink(join(root, "shop"), join(root, "link"));
    expect(packageFolder(join(root, "link", "workflows", "list.ts"))).to.equal(root);
    await write(join("shop", "package.json"), "{}");
    expect(packageFolder(join(root, "link", "workflows", "list.ts"))).to.equal(join(root, "shop"));
    expect(() => packageFolder(join(root, "none.ts"))).to.throw("ENOENT");
  });

  it("a module's file: as the caller, TypeScript or JavaScript", () => {
    expect(moduleFile(import.meta, "bundle")).to.equal(join(import.meta.dirname, "bundle.ts"));
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
