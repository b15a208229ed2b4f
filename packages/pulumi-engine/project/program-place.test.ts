import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codedMessage } from "@batchline/diagnostics";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { programPlace } from "./program-place.ts";
import { ProjectError } from "./project-file.ts";

describe("the program's place", () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "place-"));
    await mkdir(join(root, "infrastructure"));
    await writeFile(join(root, "infrastructure", "program.ts"), "");
  });
  after(() => rm(root, { recursive: true }));

  async function place(main: string) {
    await writeFile(join(root, "Pulumi.yaml"), `name: shop\n${main}`);
    return programPlace(root);
  }

  it("is the project's folder, unless Pulumi.yaml has main", async () => {
    expect(await place("")).to.deep.equal({ folder: root, entry: "." });
  });

  it("is main, or the folder of main if that is a file", async () => {
    const folder = join(root, "infrastructure");
    expect(await place("main: infrastructure/")).to.deep.equal({ folder, entry: "." });
    expect(await place("main: infrastructure/program.ts")).to.deep.equal({ folder, entry: "program.ts" });
  });

  it("BL-E003: main is not a path, or does not exist", async () => {
    const problem = async (main: string) => codedMessage(await rejection(place(main), ProjectError));
    expect(await problem("main: [a]")).to.equal("BL-E003: Pulumi.yaml:2:7: main must be a path");
    expect(await problem("main: elsewhere")).to.match(/^BL-E003: Pulumi\.yaml:2:7: main does not exist: /);
  });
});
