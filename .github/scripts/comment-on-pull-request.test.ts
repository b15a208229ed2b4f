import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { captured } from "../../testing/cli/in-process.ts";
import { GitHubServer } from "../../testing/github/github-server.ts";
import { root } from "../../testing/github/workflow-files.ts";
import { marker } from "./comment-body.ts";

const script = ".github/scripts/comment-on-pull-request.ts";
const commit = "0123456789abcdef0123456789abcdef01234567";

describe(".github/scripts/comment-on-pull-request.ts", () => {
  let github: GitHubServer;
  let url: string;
  let folder: string;
  beforeEach(async () => {
    github = new GitHubServer();
    url = await github.start();
    folder = mkdtempSync(join(tmpdir(), "batchline-comment-"));
    writeFileSync(join(folder, "report.md"), "### Tenants\n\n@everyone **1 starts**");
    github.pullRequests.set("shop:new-tenant → main", { number: 12, head: { sha: commit } });
  });
  afterEach(() => {
    github.stop();
    rmSync(folder, { recursive: true });
  });

  const own = { id: 1, owner: { login: "shop" } };
  const fork = { id: 2, owner: { login: "mallory" } };

  let runs = 0;

  function given(changes: object = {}, token = "token") {
    const workflowRun = {
      head_repository: own,
      head_branch: "new-tenant",
      head_sha: commit,
      conclusion: "success",
      html_url: "https://github.com/shop/batchline/actions/runs/7",
      ...changes,
    };
    const repository = { id: 1, full_name: "shop/batchline", default_branch: "main" };
    writeFileSync(join(folder, "event.json"), JSON.stringify({ workflow_run: workflowRun, repository }));
    const report = join(folder, "report.md");
    const env = { GITHUB_EVENT_PATH: join(folder, "event.json"), GITHUB_API_URL: url, GITHUB_TOKEN: token };
    return { report, env };
  }

  /** Runs the script in a process, as GitHub does. */
  async function start(...args: Parameters<typeof given>) {
    const { report, env } = given(...args);
    const child = spawn(process.execPath, [script, report], { cwd: root, env });
    const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { status: await exited, stdout, stderr };
  }

  /** Runs the script in this process, as a module of its own. */
  async function run(...args: Parameters<typeof given>) {
    const { report, env } = given(...args);
    const before = { env: process.env, argv: process.argv };
    Object.assign(process, { env, argv: [process.execPath, script, report] });
    try {
      return await captured(async () => {
        await import(`${pathToFileURL(join(root, script)).href}?run=${++runs}`);
        return 0;
      });
    } finally {
      Object.assign(process, before);
    }
  }

  it("the comment: written once, then updated", async () => {
    const comments = github.comments;
    expect(await start()).to.deep.include({ status: 0, stdout: "wrote the comment of pull request 12\n" });
    expect(comments.map(({ body }) => body)).to.deep.equal([
      `${marker}\n✅ All checks passed at 0123456 · [details](https://github.com/shop/batchline/actions/runs/7)\n\n### Tenants\n\n@everyone **1 starts**\n`,
    ]);
    expect(await run({ conclusion: "failure" })).to.deep.include({
      status: 0,
      stdout: "updated the comment of pull request 12\n",
    });
    expect(comments).to.have.lengthOf(1);
    expect(comments[0]?.body).to.include("❌ The checks ended with: failure");
  });

  it("our comment: found on the second page; others' stay unchanged, even with the marker", async () => {
    const others = Array.from({ length: 120 }, (_, index) => ({
      id: index + 1,
      user: { login: "mallory" },
      body: `${marker}\nmine`,
    }));
    const quoting = { id: 150, user: { login: "github-actions[bot]" }, body: `> ${marker}` };
    const ours = { id: 200, user: { login: "github-actions[bot]" }, body: `${marker}\nold` };
    github.comments.push(...others, quoting, ours);
    await run();
    expect(github.requests.at(-1)).to.equal("PATCH /repos/shop/batchline/issues/comments/200");
    expect(ours.body).to.include("✅");
  });

  it("a fork's report: shown as plain text", async () => {
    github.pullRequests.set("mallory:new-tenant → main", { number: 12, head: { sha: commit } });
    await run({ head_repository: fork });
    expect(github.comments[0]?.body).to.include("\n```text\n### Tenants\n\n@everyone **1 starts**\n```\n");
  });

  it("a branch's name: never changes the query", async () => {
    const branch = "x&base=other#$(id)\"'";
    github.pullRequests.set(`mallory:${branch} → main`, { number: 12, head: { sha: commit } });
    expect((await run({ head_repository: fork, head_branch: branch })).status).to.equal(0);
    expect(github.comments).to.have.lengthOf(1);
  });

  for (const [what, changes] of [
    ["has a newer commit", { head_sha: "f".repeat(40) }],
    ["is closed", { head_branch: "gone" }],
    ["has lost its fork", { head_repository: null }],
  ] as const)
    it(`a pull request that ${what}: gets no comment`, async () => {
      const { status, stdout } = await run(changes);
      expect(status).to.equal(0);
      expect(stdout).to.match(/^::notice title=No comment::/);
      expect(github.comments).to.deep.equal([]);
    });

  it("a link instead of the report: not followed", async () => {
    writeFileSync(join(folder, "private"), "a token");
    rmSync(join(folder, "report.md"));
    symlinkSync(join(folder, "private"), join(folder, "report.md"));
    await run();
    expect(github.comments[0]?.body).to.include("No report: ").and.not.to.include("a token");
  });

  it("a refused request: exit 1 with GitHub's answer", async () => {
    const { status, stderr } = await start({}, "another");
    expect(status).to.equal(1);
    expect(stderr).to.include("GitHub answered GET repos/shop/batchline/pulls with 404");
  });
});
