import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** `@scope/name/file` → `@scope/name`. */
const packageOf = (specifier: string) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** The packages that these sources import, without the modules of Node.js. */
const importedBy = (texts: readonly string[]) =>
  new Set(
    texts
      .flatMap((text) => ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName))
      .filter((specifier) => !/^(\.|node:)/.test(specifier))
      .map(packageOf),
  );

/** The sources of `folder` that a tarball has, as text. */
const sources = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/(^|\/)testing\/|\.test\.ts$/.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8"));

const checkout = join(import.meta.dirname, "..");
const root = manifestOf(checkout);

describe("the package.json of a tarball", () => {
  for (const name of readdirSync(import.meta.dirname).filter((name) => !name.includes("."))) {
    const folder = join(import.meta.dirname, name);
    const { version, dependencies = {} } = manifestOf(folder);

    it(`${name}: declares the packages that its sources import, and no others`, () => {
      const texts = sources(folder);
      // Clients of the AWS SDK are also named as text, and loaded on demand.
      const named = Object.keys(dependencies).filter((one) =>
        texts.some((text) => text.includes(`"${one}"`)),
      );
      expect(Object.keys(dependencies)).to.have.members([...new Set([...importedBy(texts), ...named])]);
    });

    it(`${name}: has the platform's version, and its versions of libraries`, () => {
      expect(version).to.equal(root.version);
      expect({ ...root.dependencies, ...dependencies }).to.deep.equal({
        ...dependencies,
        ...root.dependencies,
      });
    });
  }

  it("the platform: declares the packages that its sources import", () => {
    const packed: { readonly include: readonly string[] } = JSON.parse(
      readFileSync(join(checkout, "pack", "tsconfig.json"), "utf8"),
    );
    const folders = packed.include.flatMap((files) => /^\.\.\/(.+)\/\*\*\//.exec(files)?.[1] ?? []);
    expect(folders).to.include("packages").and.include("workflow-kit");
    const texts = folders
      .filter((folder) => folder !== "packages")
      .flatMap((folder) => sources(join(checkout, folder)));
    expect(root.dependencies).to.include.keys(...importedBy(texts));
  });
});
