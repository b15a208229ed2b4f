import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { hiddenBy } from "./docker-ignore.ts";

describe("what a .dockerignore hides", () => {
  let context: string;
  before(async () => {
    context = await mkdtemp(join(tmpdir(), "batchline-ignore-"));
  });
  after(() => rm(context, { recursive: true }));

  for (const [patterns, hidden, visible] of [
    [["native"], ["native", "native/lock.json", "./native/"], ["nativ", "."]],
    [
      ["# all", "*", "!worker", "!packages/a"],
      ["native", "worker.ts"],
      ["worker/image", "packages", "packages/a/b"],
    ],
    [
      ["**/*.test.ts", "/docs/*.md"],
      ["a.test.ts", "a/b.test.ts", "docs/a.md"],
      ["docs", "docs/a/b.md"],
    ],
    [["!worker", "worker"], ["worker"], []],
    [["*", "!**/*.json"], [], ["lock.json", "any-folder"]],
  ] as const)
    it(`by ${patterns.join(" ")}`, async () => {
      const file = join(context, ".dockerignore");
      await writeFile(file, patterns.join("\n"));
      const by = (source: string) => hiddenBy(context, join(context, "Dockerfile"), source);
      for (const source of hidden) expect(by(source), source).to.equal(file);
      for (const source of visible) expect(by(source), source).to.equal(undefined);
    });

  it("is the Dockerfile's own, if it has one", async () => {
    await writeFile(join(context, ".dockerignore"), "*");
    await writeFile(join(context, "Dockerfile.dockerignore"), "");
    expect(hiddenBy(context, join(context, "Dockerfile"), "native")).to.equal(undefined);
  });
});
