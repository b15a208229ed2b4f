import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { checkout } from "../../testing/checkout.ts";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { projectFolder, tenantText } from "../../testing/cli/tenants-project.ts";

const main = join(checkout, "cli/main.js");

/** Three problems in two of three files. */
const faulty = {
  "acme.yaml": tenantText("acme", "    chunk: 4\n    chunks: 0\n"),
  "bolt.yaml": tenantText("bolt").replace("https://bolt.example", "bolt.example"),
  "cafe.yaml": tenantText("cafe"),
};

describe("batchline tenants check", () => {
  it("valid files: exit code 0", async () => {
    using project = projectFolder({ "acme.yaml": tenantText("acme"), "cafe.yaml": tenantText("cafe") });
    expect(await batchlineIn(project.root, "tenants", "check")).to.deep.equal({
      ...{ status: 0, stderr: "", stdout: "2 tenants, no problems\n" },
    });
  });

  it("problems: each with its line, then their number; exit code 1, also as a process", () => {
    using project = projectFolder(faulty);
    const env = { ...process.env, NO_COLOR: "1" };
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "tenants", "check"], {
      ...{ cwd: project.root, env, encoding: "utf8" },
    });
    expect({ status, stderr }).to.deep.equal({ status: 1, stderr: "" });
    expect(stdout).to.equal(`tenants/acme.yaml:9:5 BL-T007 unknown key "chunk" in workflows.catalog-import
  9 |     chunk: 4
    |     ^ did you mean "chunks"?

tenants/acme.yaml:10:13 BL-T010 workflows.catalog-import.chunks must be at least 1, not 0
  10 |     chunks: 0
     |             ^

tenants/bolt.yaml:7:12 BL-T011 workflows.catalog-import.feed.url must be a complete http:// or https:// address, or an object: s3://bucket/key or s3:///key, not "bolt.example/feed.json"
  7 |       url: bolt.example/feed.json
    |            ^ perhaps https://bolt.example/feed.json

3 problems in 2 of 3 files
`);
  });

  it("file names: relative to the current folder", async () => {
    using project = projectFolder(faulty);
    const { stdout } = await batchlineIn(`${project.root}/config`, "tenants", "check");
    expect(stdout).to.contain("../tenants/acme.yaml:9:5 BL-T007");
    const inside = await batchlineIn(`${project.root}/tenants`, "tenants", "check");
    expect(inside.stdout).to.match(/^acme\.yaml:9:5 BL-T007 /);
  });

  it("--json: the same as one document", async () => {
    using project = projectFolder(faulty);
    const { status, stdout } = await batchlineIn(project.root, "tenants", "check", "--json");
    const { files, tenants, problems } = JSON.parse(stdout);
    expect({ status, files, tenants, problems: problems.length }).to.deep.equal({
      ...{ status: 1, files: 3, tenants: 1, problems: 3 },
    });
    expect(problems[0]).to.deep.equal({
      file: "tenants/acme.yaml",
      line: 9,
      column: 5,
      code: "BL-T007",
      message: 'unknown key "chunk" in workflows.catalog-import',
      excerpt: "    chunk: 4",
      suggestion: 'did you mean "chunks"?',
    });
  });

  it("--github: annotates lines, with paths from the checkout's root", async () => {
    using project = projectFolder(faulty);
    const workspace = process.env.GITHUB_WORKSPACE;
    process.env.GITHUB_WORKSPACE = project.root;
    try {
      const { status, stdout } = await batchlineIn(`${project.root}/config`, "tenants", "check", "--github");
      const commands = stdout.split("\n").filter((line) => line.startsWith("::"));
      expect([status, commands.length]).to.deep.equal([1, 3]);
      expect(commands[0]).to.equal(
        '::error file=tenants/acme.yaml,line=9,col=5,title=BL-T007::unknown key "chunk" in workflows.catalog-import%0Adid you mean "chunks"?',
      );
      expect(stdout)
        .to.contain("../tenants/bolt.yaml:7:12")
        .and.match(/3 problems in 2 of 3 files\n$/);
    } finally {
      if (workspace === undefined) delete process.env.GITHUB_WORKSPACE;
      else process.env.GITHUB_WORKSPACE = workspace;
    }
  });

  it("a file's name or text: never a command to GitHub's runner", async () => {
    using project = projectFolder({
      "::add-mask::acme.yaml": "##[add-mask]acme: 1\n",
      " ::error::x.yaml": "id: \n::error::y: 1\n",
    });
    const { stdout } = await batchlineIn(`${project.root}/tenants`, "tenants", "check", "--github");
    const commands = stdout.split("\n").filter((line) => /^\s*::|##\[/.test(line));
    expect(commands).to.have.length.above(3);
    for (const command of commands)
      expect(command).to.match(/^::error file=[^,]*,line=\d+,col=\d+,title=BL-T/);
    expect(stdout).to.contain("./::add-mask::acme.yaml:1:1 ");
  });

  it("--json with --github, and outside of a project: exit code 2", async () => {
    using project = projectFolder({});
    const both = await batchlineIn(project.root, "tenants", "check", "--json", "--github");
    expect(both.status).to.equal(2);
    const outside = await batchlineIn("/", "tenants", "check");
    expect(outside).to.deep.include({ status: 2 });
    expect(outside.stderr).to.contain("no Pulumi.yaml");
  });
});
