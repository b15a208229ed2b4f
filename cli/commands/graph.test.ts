import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tokenPlaceholder } from "@batchline/states/testing";
import { expect } from "chai";
import { checkout } from "../../testing/checkout.ts";
import { runCommandLine } from "../command-line.ts";

const documented = join(checkout, "docs/catalog-import.svg");

/** Runs the command in this process, which is ten times as fast as in another. */
async function graph(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const said = { stdout: "", stderr: "" };
  const { stdout, stderr } = process;
  const writes = { stdout: stdout.write, stderr: stderr.write };
  const error = console.error;
  stdout.write = (text: string | Uint8Array) => {
    said.stdout += text;
    return true;
  };
  stderr.write = (text: string | Uint8Array) => {
    said.stderr += text;
    return true;
  };
  console.error = (text: string) => {
    said.stderr += `${text}\n`;
  };
  try {
    return { status: await runCommandLine(["graph", ...args]), ...said };
  } finally {
    stdout.write = writes.stdout;
    stderr.write = writes.stderr;
    console.error = error;
  }
}

describe("batchline graph", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "batchline-graph-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("no option: Mermaid text", async () => {
    const { status, stdout, stderr } = await graph("catalog-import");
    expect([status, stderr]).to.deep.equal([0, ""]);
    expect(stdout)
      .to.match(/^flowchart TD\n/)
      .and.to.contain('submit fetch<br/>batch:submitJob"');
    expect(stdout).to.contain("accDescr: Simplified");
  });

  it("--format asl: the definition, with names in place of ARNs", async () => {
    const { status, stdout } = await graph("catalog-import", "--format", "asl");
    const { StartAt, States } = JSON.parse(stdout);
    const [inTurn] = States[StartAt].Branches;
    expect([status, inTurn.States[inTurn.StartAt].Arguments.FunctionName]).to.deep.equal([
      0,
      tokenPlaceholder("metadataFunction"),
    ]);
    expect(stdout).to.match(/^\{\n {2}"Comment"/);
  });

  it("--all: shows every state", async () => {
    const { stdout } = await graph("catalog-import", "--all");
    expect(stdout).to.contain(": stop job").and.not.to.contain("Recovery");
  });

  it("--out: replaces the file, in the format of its ending", async () => {
    const file = join(folder, "catalog-import.svg");
    await writeFile(file, "old ".repeat(100_000));
    const { status, stdout, stderr } = await graph("catalog-import", "--out", file);
    expect([status, stdout, stderr]).to.deep.equal([0, "", ""]);
    expect(
      await readFile(file, "utf8"),
      "docs/catalog-import.svg is not of this machine: npx batchline graph catalog-import --out docs/catalog-import.svg",
    ).to.equal(await readFile(documented, "utf8"));
  });

  it("--format: overrides the file's ending", async () => {
    const file = join(folder, "graph.svg");
    await graph("catalog-import", "--out", file, "--format", "mermaid");
    expect(await readFile(file, "utf8")).to.match(/^flowchart TD\n/);
  });

  const misused: readonly [what: string, args: string[], message: RegExp][] = [
    [
      "a workflow that does not exist",
      ["catalog-inport"],
      /^error: BL-U001: .*did you mean "catalog-import"\?\n$/,
    ],
    ["an unknown format", ["catalog-import", "--format", "png"], /Allowed choices are asl, mermaid, svg/],
    [
      "an ending that implies no format",
      ["catalog-import", "--out", "x.png"],
      /ends in \.png implies no format: give --format/,
    ],
    ["a missing workflow", [], /missing required argument 'workflow'/],
  ];
  for (const [what, args, message] of misused) {
    it(`${what}: exit code 2`, async () => {
      const { status, stdout, stderr } = await graph(...args);
      expect([status, stdout]).to.deep.equal([2, ""]);
      expect(stderr).to.match(message);
    });
  }

  it("an unwritable file: exit code 1 with the reason", async () => {
    const taken = join(folder, "folder.svg");
    await mkdir(taken);
    const inMissing = await graph("catalog-import", "--out", join(folder, "missing", "x.svg"));
    const onFolder = await graph("catalog-import", "--out", taken);
    expect([inMissing.status, onFolder.status]).to.deep.equal([1, 1]);
    expect(inMissing.stderr).to.match(
      /^error: BL-U004: cannot write .*x\.svg: it or its folder does not exist\n$/,
    );
    expect(onFolder.stderr).to.match(/^error: BL-U004: cannot write .*folder\.svg: it is a folder\n$/);
  });
});
