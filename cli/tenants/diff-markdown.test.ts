import { expect } from "chai";
import { gitProject } from "../../testing/cli/git-project.ts";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { tenantText } from "../../testing/cli/tenants-project.ts";
import { githubMarkup } from "../markup.ts";
import { diffMarkdown } from "./diff-markdown.ts";
import type { Diff } from "./diff-text.ts";

const some = Array.from({ length: 60 }, (_, i) => `shop-${i}`);

/** A thousand tenants of a change each, and a hundred problems. */
const diff: Diff = {
  ...{ ref: "main", commit: "0123456789abcdef0123456789abcdef01234567" },
  comparison: {
    changes: Array.from({ length: 1000 }, (_, i) => ({
      ...{ id: `shop-${i}`, effect: "changes", workflows: [], warnings: [] },
      fields: [{ field: "contact", before: `it@shop-${i}.example`, after: `team@shop-${i}.example` }],
    })),
    ...{ unchanged: 0, totals: [], bases: [] },
  },
  problems: {
    before: [],
    after: Array.from({ length: 100 }, (_, i) => ({
      ...{ file: `tenants/wrong-${i}.yaml`, line: 3, column: 1, code: "BL-T007", message: 'unknown key "x"' },
    })),
  },
};

describe("batchline tenants diff --markdown", () => {
  it("the comment: the summary, then the tenants, folded", async () => {
    using project = gitProject({ "acme.yaml": tenantText("acme") });
    project.tenant("acme.yaml", tenantText("acme", "    chunks: 2\n"));
    const { status, stdout } = await batchlineIn(project.root, "tenants", "diff", "main", "--markdown");
    expect(status).to.equal(0);
    expect(stdout.replace(/\([0-9a-f]{7}\)/, "(commit)")).to.equal(`### Tenants

**1 tenant changes**

| workflow | tenants | chunks a run | vCPU-minutes a run, about | runs |
| --- | --: | --: | --: | --- |
| catalog-import | 1 | 1 → 2 | 25 | daily at 03:00 Europe/Warsaw |

vCPU-minutes are estimates by what the workflows declare as typical of a full chunk; chunks are planned as a run plans them.

Compared with \`main\` (commit).

<details><summary>Tenant by tenant</summary>

**\`acme\`** changes
- \`catalog-import.chunks\`: \`1\` → \`2\`
- the next run downloads every image again: each chunk remembers its own images
- each run of \`catalog-import\`: 1 chunk, about 25 vCPU-minutes → 2 chunks, about 25 vCPU-minutes

</details>
`);
  });

  it("a tenant's text: never markup, a mention or a comment's marker", async () => {
    const hostile = "</details> @everyone <!-- batchline --> [x](https://evil.example) | ``` `a` # ";
    using project = gitProject({ "acme.yaml": tenantText("acme"), "bolt.yaml": tenantText("bolt") });
    const url = `https://acme.example/${hostile}`;
    project.tenant(
      "acme.yaml",
      tenantText("acme").replace("https://acme.example/feed.json", JSON.stringify(url)),
    );
    project.tenant(
      "bolt.yaml",
      `${tenantText("bolt")}paused: ${JSON.stringify(`${hostile}\n\n${hostile}`)}\n`,
    );
    project.tenant("cafe.yaml", tenantText("cafe", `    ${JSON.stringify(hostile)}: 1\n`));
    const { stdout } = await batchlineIn(project.root, "tenants", "diff", "main", "--markdown");
    // https://spec.commonmark.org/0.31.2/#code-spans
    const unquoted = stdout.replaceAll(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, "");
    expect(unquoted.length).to.be.below(stdout.length - 3 * hostile.length);
    expect(unquoted).not.to.match(/@|<!--|\[x\]|evil|`/);
    expect(unquoted.match(/<[^>]*>/g)).to.deep.equal(
      Array(2).fill(["<details>", "<summary>", "</summary>", "</details>"]).flat(),
    );
  });

  it("the same change of many tenants: shown once", async () => {
    using project = gitProject(Object.fromEntries(some.map((id) => [`${id}.yaml`, tenantText(id)])));
    for (const id of some) project.tenant(`${id}.yaml`, tenantText(id, "    chunks: 2\n"));
    const { stdout } = await batchlineIn(project.root, "tenants", "diff", "main", "--markdown");
    expect(stdout).to.contain("**60 tenants change**").and.contain(" and 50 more change\n");
    expect(stdout.length).to.be.below(1500);
  });

  it("too long a comment: entries left out and counted, the markup complete", () => {
    for (const most of [65_536, 2_000]) {
      const text = diffMarkdown({ ...diff, problems: { before: [], after: [] } }, most);
      expect(text.length).to.be.within(most * 0.9, most);
      const left = Number(/… and (\d+) tenants more/.exec(text)?.[1]);
      expect(text.split(" changes\n").length - 1 + left).to.equal(1000);
      expect(text).to.match(/<\/details>$/);
    }
  });

  it("problems: have room, even if many tenants change", () => {
    const text = diffMarkdown(diff, 3_000);
    expect(text.length).to.be.at.most(3_000);
    const [, tenants = "", problems = ""] = text.split("<details>");
    expect(tenants).to.match(/\n\n… and 9\d\d tenants more\n\n<\/details>\n\n$/);
    expect(problems)
      .to.contain("100 problems now")
      .and.match(/BL-T007 .*\n\n… and [89]\d problems more\n\n<\/details>$/);
  });

  it("too small a --max-length: exit code 2", async () => {
    using project = gitProject({});
    const args = ["tenants", "diff", "main", "--markdown", "--max-length", "12"];
    expect((await batchlineIn(project.root, ...args)).status).to.equal(2);
  });

  it("a file's text: never markup", () => {
    for (const [text, expected] of [
      ["@everyone <img src=x>", "`@everyone <img src=x>`"],
      ["a `code` b", "``a `code` b``"],
      ["`", "`` ` ``"],
      ["one\n\n# two", "`one # two`"],
      ["", '`""`'],
      ["</details> <!-- batchline --> [x](y) | \\", "`</details> <!-- batchline --> [x](y) | \\`"],
      ["\u202e\u001b[2J", "`\u{fffd}\u{fffd}[2J`"],
    ] as const)
      expect(githubMarkup.verbatim(text)).to.equal(expected);
    expect(githubMarkup.table([["a"], ["b | c"]], []).at(-2)).to.equal("| b \\| c |");
  });
});
