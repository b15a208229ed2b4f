import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { UsageError } from "./errors.ts";
import { projectRoot } from "./project-root.ts";

describe("project root", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), "batchline root ü-")));
    await mkdir(join(dir, "worker", "stages"), { recursive: true });
  });
  afterEach(() => rm(dir, { recursive: true }));

  it("the root: the nearest folder with a Pulumi.yaml, at or above", async () => {
    await writeFile(join(dir, "Pulumi.yaml"), "");
    expect(projectRoot(dir)).to.equal(dir);
    expect(projectRoot(join(dir, "worker", "stages"))).to.equal(dir);
  });

  it("no Pulumi.yaml: an error that asks for the project's folder", () => {
    expect(() => projectRoot(join(dir, "worker"))).to.throw(
      UsageError,
      "run the command in the project's folder",
    );
  });
});
