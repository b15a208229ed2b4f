import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { checkout, fixtureProject } from "../../testing/checkout.ts";

const run = promisify(execFile);

/** What the copy shares with this checkout, and what it does not need. */
const shared = new Set(["node_modules", "packages"]);
const left = new Set([".git", ".local", "dist", "tenants", "Pulumi.dev.yaml", "Pulumi.prod.yaml"]);

describe("batchline new workflow, in a copy of the project", function () {
  this.timeout(180_000);
  let root: string;
  let original: ReadonlyMap<string, string>;
  const node = (...args: string[]) => run(process.execPath, args, { cwd: root });
  const batchline = (...args: string[]) => node("cli/main.js", ...args);

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "batchline-copy-"));
    for (const name of await readdir(checkout)) {
      if (shared.has(name)) await symlink(join(checkout, name), join(root, name));
      else if (!left.has(name)) await cp(join(checkout, name), join(root, name), { recursive: true });
    }
    await cp(fixtureProject, root, { recursive: true });
    original = await filesOf(root);
  });
  after(() => rm(root, { recursive: true, force: true }));

  it("writes a workflow that passes the checks and its test", async () => {
    const { stdout } = await batchline("new", "workflow", "stock-report");
    expect(stdout).to.contain("npx batchline run stock-report --local");
    const check = ["check", "--error-on-warnings", "workflows"];
    await node("node_modules/@biomejs/biome/bin/biome", ...check);
    await batchline("tenants", "schema", "--check");
    const test = "workflows/stock-report/workflow.test.ts";
    expect((await node("node_modules/mocha/bin/mocha.js", "--no-config", test)).stdout).to.contain(
      "2 passing",
    );
  });

  it("fails when the workflow exists, and changes nothing", async () => {
    const files = await filesOf(root);
    const failure = await batchline("new", "workflow", "stock-report").catch((cause) => cause);
    expect([failure.code, failure.stderr]).to.deep.equal([
      1,
      "error: BL-U006: workflows/stock-report exists: edit it, or choose another name\n",
    ]);
    expect(await filesOf(root)).to.deep.equal(files);
  });

  it("adds one line to each list: without the folder and the lines, the copy is as it was", async () => {
    await rm(join(root, "workflows/stock-report"), { recursive: true });
    for (const list of ["workflows/declarations.ts", "workflows/stages.ts"]) {
      const lines = (await readFile(join(root, list), "utf8")).split("\n");
      const others = lines.filter((line) => !line.includes("stock-report"));
      expect(lines.length - others.length).to.equal(1);
      await writeFile(join(root, list), others.join("\n"));
    }
    await batchline("tenants", "schema");
    expect(await filesOf(root)).to.deep.equal(original);
  });
});

/** The files of the copy's own, but for those of runs and bundles: path → text. */
async function filesOf(root: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/^(\.local|dist|node_modules|packages)\//.test(path))
    .sort();
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), "latin1")] as const)),
  );
}
