import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { changes, diff } from "../../testing/cli/diff-command.ts";
import { gitProject } from "../../testing/cli/git-project.ts";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { projectFolder, tenantText } from "../../testing/cli/tenants-project.ts";

describe("batchline tenants diff: the commit", () => {
  it("--merge-base: compares with the last common commit", async () => {
    using project = gitProject({ "acme.yaml": tenantText("acme") });
    project.git("switch", "--quiet", "--create", "branch");
    project.git("switch", "--quiet", "main");
    project.tenant("bolt.yaml", tenantText("bolt"));
    project.commit();
    project.git("switch", "--quiet", "branch");
    project.tenant("cafe.yaml", tenantText("cafe"));
    expect(Object.keys(await changes(project))).to.deep.equal(["bolt", "cafe"]);
    expect(Object.keys(await changes(project, "--merge-base"))).to.deep.equal(["cafe"]);
  });

  it("a project below the checkout's root: compared from any of its folders", async () => {
    using outer = gitProject({});
    const inner = join(outer.root, "services", "jobs");
    for (const folder of ["tenants", "config"]) mkdirSync(join(inner, folder), { recursive: true });
    symlinkSync(join(outer.root, "workflows"), join(inner, "workflows"));
    writeFileSync(join(inner, "Pulumi.yaml"), "name: sample\n");
    writeFileSync(join(inner, "tenants", "acme.yaml"), tenantText("acme"));
    outer.commit();
    writeFileSync(join(inner, "tenants", "acme.yaml"), tenantText("acme", "    chunks: 2\n"));
    const { status, stdout } = await batchlineIn(join(inner, "config"), "tenants", "diff", "HEAD");
    expect(status).to.equal(0);
    expect(stdout).to.contain("catalog-import.chunks: 1 → 2");
  });

  it("a commit without tenants: all are added", async () => {
    using project = gitProject({});
    project.tenant("acme.yaml", tenantText("acme"));
    expect((await changes(project)).acme).to.deep.include({ effect: "starts", reason: "added" });
  });

  it("a commit in which the folder is a link: exit code 1", async () => {
    using project = gitProject({});
    rmSync(join(project.root, "tenants"), { recursive: true });
    symlinkSync("config", join(project.root, "tenants"));
    project.commit();
    const { status, stderr } = await diff(project, "HEAD");
    expect({ status, stderr }).to.deep.equal({
      status: 1,
      stderr:
        "error: BL-U010: at that commit tenants is a link or a submodule: git does not know its content\n",
    });
  });

  it("no checkout, an unknown ref, or missing records: exit code 2", async () => {
    using bare = projectFolder({});
    using project = gitProject({ "acme.yaml": tenantText("acme") });
    const outcomes = [
      await batchlineIn(bare.root, "tenants", "diff", "main"),
      await batchlineIn(project.root, "tenants", "diff", "mian"),
      await batchlineIn(project.root, "tenants", "diff", "--", "--output=x"),
      await batchlineIn(project.root, "tenants", "diff", "main", "--history", "nowhere"),
    ];
    expect(outcomes.map(({ status }) => status)).to.deep.equal([2, 2, 2, 2]);
    const [noGit, misspelt, strange, noRecords] = outcomes.map(({ stderr }) => stderr);
    expect(noGit).to.contain("is not in a git checkout: not a git repository");
    expect(misspelt).to.equal('error: BL-U010: git knows no commit "mian": did you mean "main"?\n');
    expect(strange).to.contain('git knows no commit "--output=x"');
    expect(noRecords).to.contain("nowhere has no <workflow>/chunks.json");
  });

  it("a shallow clone: the message says how to fetch the rest", async () => {
    using project = gitProject({ "acme.yaml": tenantText("acme") });
    project.tenant("bolt.yaml", tenantText("bolt"));
    project.commit();
    const clone = join(project.root, "clone");
    project.git("clone", "--quiet", "--depth", "1", `file://${project.root}`, clone);
    const { status, stderr } = await batchlineIn(clone, "tenants", "diff", "HEAD~1");
    expect(status).to.equal(2);
    expect(stderr).to.contain("the clone is shallow").and.contain("fetch-depth: 0");
    const similar = await batchlineIn(clone, "tenants", "diff", "origin/mian");
    expect(similar.stderr).to.match(/did you mean "origin\/main".*\?; the clone is shallow/);
  });

  it("another user's checkout: the message says how to trust it", async () => {
    using project = gitProject({ "acme.yaml": tenantText("acme") });
    // What git has for its own tests: https://github.com/git/git/blob/master/setup.c
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = "1";
    try {
      const { status, stderr } = await batchlineIn(project.root, "tenants", "diff", "main");
      expect({ status, stderr }).to.deep.equal({
        status: 1,
        stderr: `error: BL-U010: git does not trust the checkout, which another user owns: git config --global --add safe.directory ${project.root}\n`,
      });
    } finally {
      delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER;
    }
  });
});
