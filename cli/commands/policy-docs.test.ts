import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { documentMarks } from "../../policies/pack/rules-document.ts";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { policyProject } from "../../testing/cli/policy-project.ts";

describe("batchline policy docs", () => {
  const withPage = (text: string) => {
    const project = policyProject({});
    mkdirSync(join(project.root, "docs"));
    const page = join(project.root, "docs", "policies.md");
    writeFileSync(page, text);
    return { ...project, read: () => readFileSync(page, "utf8") };
  };

  it("the rules: written between the page's marks, the rest stays", async () => {
    using project = withPage(`Before\n${documentMarks.start}\nOLD TABLE\n${documentMarks.end}\nAfter\n`);
    expect(await batchlineIn(project.root, "policy", "docs", "--check")).to.deep.equal({
      status: 1,
      stdout: "",
      stderr:
        "error: BL-U005: docs/policies.md is not up to date: run npx batchline policy docs, and commit the page\n",
    });
    const wrote = { status: 0, stdout: "wrote docs/policies.md\n", stderr: "" };
    expect(await batchlineIn(project.root, "policy", "docs")).to.deep.equal(wrote);
    expect(project.read()).to.match(/^Before\n.*### environment-vcpu-cap\n.*\nAfter\n$/s);
    expect(project.read()).not.to.include("OLD TABLE");
    const upToDate = { status: 0, stdout: "", stderr: "" };
    expect(await batchlineIn(project.root, "policy", "docs", "--check")).to.deep.equal(upToDate);
  });

  it("a page without marks: an error with the missing lines", async () => {
    using project = withPage("# Policies\n");
    const { status, stderr } = await batchlineIn(project.root, "policy", "docs");
    expect(status).to.equal(1);
    expect(stderr).to.include(documentMarks.start);
  });
});
