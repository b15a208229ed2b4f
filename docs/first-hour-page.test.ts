import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { StackConfigSchema } from "../config/stack-schema.ts";
import { checkout } from "../testing/checkout.ts";

const name = "first-hour-on-aws.md";
const read = (...path: string[]) => readFileSync(join(checkout, ...path), "utf8");
const page = read("docs", name);
const [, ...sections] = page.split(/^## /m);

/** Words by which a page marks what no account has shown. */
const unproven = /not (been |yet )?(tried|run in a real)|untried|does not document/i;

describe(`docs/${name}`, () => {
  it("steps: numbered in their order, each with the expected answer and what it settles", () => {
    const steps = sections.filter((section) => /^\d/.test(section));
    expect(steps.map((step) => Number.parseInt(step, 10))).to.deep.equal(steps.map((_, at) => at + 1));
    expect(steps.length).to.be.greaterThan(10);
    for (const step of steps)
      expect(step)
        .to.match(/\bExpect\b/)
        .and.match(/\bSettles\b/);
  });

  it("commands: are a shell's", () => {
    const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, text = ""]) =>
      text.replaceAll(/<[^>]+>/g, "x"),
    );
    expect(blocks.length).to.be.greaterThan(10);
    execFileSync("bash", ["-n"], { input: blocks.join("\n") });
  });

  it("commands: name settings, stages and lines of code that there are", () => {
    const settings = [...page.matchAll(/batchline:(\w+)/g)].map(([, key]) => key);
    expect(settings).to.include("diskGiB");
    expect(Object.keys(StackConfigSchema.shape)).to.include.members(settings);
    const edits = [...page.matchAll(/sed -i 's\/(.+?)\/.*' (\S+)/g)];
    expect(edits).to.have.length(1);
    for (const [, text = "", file = ""] of edits) expect(read(file)).to.contain(text);
    const stages = [...page.matchAll(/newest ([\w-]+) \|/g)].map(([, stage = ""]) => stage);
    const workflows = readdirSync(join(checkout, "workflows")).flatMap((workflow) =>
      workflow.includes(".") ? [] : read("workflows", workflow, "workflow.ts"),
    );
    for (const stage of stages)
      expect(
        workflows.some((text) => new RegExp(`"?${stage}"?: \\{`).test(text)),
        stage,
      ).to.equal(true);
  });

  it("the refusal that AWS gives a job without a priority: as the embedded Batch has it", () => {
    const [text = ""] = /Either schedulingPriority[^`]+/.exec(page) ?? [];
    expect(read("packages/embedded-aws/services/batch/checks/submission.ts")).to.contain(`"${text}"`);
  });

  it("other pages: link to it from everything that they call untried", () => {
    const anchors = [...page.matchAll(/^## (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    );
    const pages = readdirSync(join(checkout, "docs")).filter((file) => file.endsWith(".md") && file !== name);
    const claims = pages.flatMap((file) =>
      read("docs", file)
        .split(/\n\n|\n(?=- |\| )/)
        .filter((paragraph) => !paragraph.startsWith("#") && unproven.test(paragraph))
        .map((paragraph) => ({
          file,
          paragraph,
          link: /\(first-hour-on-aws\.md(?:#([\w-]+))?\)/.exec(paragraph),
        })),
    );
    expect(claims.length).to.be.greaterThan(2);
    for (const { file, paragraph, link } of claims) {
      expect(link, `${file}: ${paragraph}`).not.to.equal(null);
      const anchor = link?.[1];
      if (anchor !== undefined) expect(anchors, file).to.include(anchor);
    }
  });
});
