import { expect } from "chai";
import { githubMarkup } from "../../../cli/tenants/github-markup.ts";
import { batchlineIn } from "../in-process.ts";
import { gitProject } from "./git-project.ts";
import { tenantText } from "./project-folder.ts";

const ids = Array.from({ length: 1000 }, (_, i) => `shop-${i}`);

describe("batchline tenants diff --markdown", () => {
  it("begins with the summary and folds the rest", async () => {
    using project = gitProject({ "acme.yaml": tenantText("acme") });
    project.tenant("acme.yaml", tenantText("acme", "    chunks: 2\n"));
    const { status, stdout } = await batchlineIn(project.root, "tenants", "diff", "main", "--markdown");
    expect(status).to.equal(0);
    expect(stdout.replace(/\([0-9a-f]{7}\)/, "(commit)")).to.equal(`### Tenants

**1 changes**

| workflow | tenants | chunks a run | vCPU-minutes a run, about | runs |
| --- | --: | --: | --: | --- |
| catalog-import | 1 | 1 → 2 | 25 | daily at 03:00 Europe/Warsaw |

vCPU-minutes are estimates by what the workflows declare as typical; chunks are planned as a run plans them.

Compared with \`main\` (commit).

<details><summary>Tenant by tenant</summary>

**\`acme\`** changes
- \`catalog-import.chunks\`: \`1\` → \`2\`
- the next run downloads every image again: what is remembered of images is kept by chunk
- each run of \`catalog-import\`: 1 chunk, about 25 vCPU-minutes → 2 chunks, about 25 vCPU-minutes

</details>
`);
  });

  it("tells a thousand tenants of the same change once", async () => {
    using project = gitProject(Object.fromEntries(ids.map((id) => [`${id}.yaml`, tenantText(id)])));
    for (const id of ids) project.tenant(`${id}.yaml`, tenantText(id, "    chunks: 2\n"));
    const { stdout } = await batchlineIn(project.root, "tenants", "diff", "main", "--markdown");
    expect(stdout).to.contain("**1,000 change**").and.contain(" and 990 more change\n");
    expect(stdout.length).to.be.below(1500);
  });

  it("keeps to what a comment may have, says how many are left out, and stays whole", async () => {
    using project = gitProject(Object.fromEntries(ids.map((id) => [`${id}.yaml`, tenantText(id)])));
    for (const id of ids) project.tenant(`${id}.yaml`, tenantText(id).replace(`it@${id}`, `shop@${id}`));
    const run = (...args: string[]) =>
      batchlineIn(project.root, "tenants", "diff", "main", "--markdown", ...args);
    for (const [most, args] of [
      [65_536, []],
      [2_000, ["--max-length", "2000"]],
    ] as const) {
      const text = (await run(...args)).stdout.trimEnd();
      expect(text.length).to.be.within(most * 0.9, most);
      const left = Number(/… and (\d+) tenants more/.exec(text)?.[1]);
      expect(text.split("changes\n").length - 1 + left).to.equal(1000);
      expect(text).to.match(/<\/details>$/);
    }
    expect((await run("--max-length", "12")).status).to.equal(2);
  });

  it("lets no file's text be markup", () => {
    for (const [text, expected] of [
      ["@everyone <img src=x>", "`@everyone <img src=x>`"],
      ["a `code` b", "``a `code` b``"],
      ["`", "`` ` ``"],
      ["one\n\n# two", "`one # two`"],
    ] as const)
      expect(githubMarkup.verbatim(text)).to.equal(expected);
    expect(githubMarkup.table([["a"], ["b | c"]], []).at(-2)).to.equal("| b \\| c |");
  });
});
