import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { UsageError } from "./errors.ts";
import { projectRoot } from "./project-root.ts";

describe("the project's root", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), "batchline root ü-")));
    await mkdir(join(dir, "worker", "stages"), { recursive: true });
  });
  afterEach(() => rm(dir, { recursive: true }));

  it("is the nearest folder above that has a Pulumi.yaml", async () => {
    await writeFile(join(dir, "Pulumi.yaml"), "");
    expect(projectRoot(dir)).to.equal(dir);
    expect(projectRoot(join(dir, "worker", "stages"))).to.equal(dir);
  });

  it("is asked for where there is none", () => {
    expect(() => projectRoot(join(dir, "worker"))).to.throw(
      UsageError,
      "run the command in the project's folder",
    );
  });
});
