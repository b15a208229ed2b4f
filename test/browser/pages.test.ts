import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { sampleRun } from "../../dashboard/page/testing/sample-run.ts";
import { type SampleSource, sampleSource } from "../../dashboard/page/testing/sample-source.ts";
import { type Dashboard, startDashboard } from "../../dashboard/server/start.ts";
import { errorsOf, startBrowser } from "./browser.ts";

describe("the page's views", () => {
  let browser: Browser;
  let dashboard: Dashboard;
  let source: SampleSource;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    source = sampleSource();
    dashboard = await startDashboard(source);
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    errors = errorsOf(page);
    await page.goto(dashboard.address);
  });
  afterEach(async () => {
    expect(errors).to.deep.equal([]);
    await context.close();
    await dashboard.close();
  });
  const openRun = () => page.getByRole("link", { name: /^catalog-import, failed, run 20261128/ }).click();
  const detail = () => page.getByRole("complementary", { name: "Chunk" });

  it("filter the list of runs by workflow and status", async () => {
    await page.getByLabel("Workflow").selectOption("sitemap");
    await page.getByLabel("Status").selectOption("FAILED");
    await page
      .getByRole("link", { name: /catalog-import, / })
      .first()
      .waitFor({ state: "detached" });
    const rows = page.locator("table.runs tbody tr");
    expect(await rows.count()).to.be.greaterThan(0);
    for (const text of await rows.allTextContents()) expect(text).to.match(/^\s*sitemap/);
  });

  it("say first why a run failed, and lead to the chunk with its log", async () => {
    await openRun();
    const causes = page.getByRole("region", { name: "Why it failed" });
    await causes.getByRole("heading", { name: "The feed answered 503." }).waitFor();
    await causes.getByRole("button", { name: "ember-toys, chunk 3" }).click();
    await detail().getByText("Host EC2 (instance i-0a1b2c3d4e) terminated.").waitFor();
    await detail().getByText("1,912 MiB of 2,048 MiB").last().waitFor();
    await detail().getByRole("button", { name: "Next failed" }).click();
    await detail().getByRole("heading", { name: "ember-toys chunk 15" }).waitFor();
    await page.reload();
    await detail().getByRole("heading", { name: "ember-toys chunk 15" }).waitFor();
  });

  it("show hostile text as text", async () => {
    await openRun();
    await page.getByRole("button", { name: "ember-toys, chunk 3" }).click();
    await detail().getByText('<img src=x onerror="document.title=1">').waitFor();
    await detail().getByText("<script>document.title=1</script>").waitFor();
    await detail().getByText("\ufffdtxt.exe").waitFor();
    await page.getByRole("link", { name: "Mailbox" }).click();
    await page.getByRole("button", { name: /hooks.example.com/ }).click();
    await page.getByText("is well again <script>").waitFor();
    expect(await page.title()).to.equal("Mailbox · prod");
  });

  it("show only chunks with a status when its legend is pressed", async () => {
    await openRun();
    const grid = page.getByRole("grid");
    await grid.waitFor();
    await page.getByRole("button", { name: /^failed/ }).click();
    await page.getByText("3 of 57 chunks, each").waitFor();
    await grid.focus();
    await page.keyboard.press("End");
    expect(await page.getByRole("gridcell").textContent()).to.match(/^ember-toys/);
  });

  it("open the chunk under the pointer in the matrix", async () => {
    await openRun();
    const grid = page.getByRole("grid");
    await grid.hover({ position: { x: 250, y: 27 } });
    const name = await page.locator(".tip").textContent();
    await grid.click({ position: { x: 250, y: 27 } });
    const [, tenant, chunk] = name!.match(/^\s*(\S+), (chunk \d+), download/)!;
    await detail()
      .getByRole("heading", { name: `${tenant} ${chunk}` })
      .waitFor();
  });

  it("rerun the chosen tenants after saying what that does", async () => {
    source.view = sampleRun({
      fails: (tenant, chunk, stage) => stage === 1 && chunk % 5 === 0 && tenant !== "bolt-bikes",
    });
    await openRun();
    await page.getByRole("button", { name: "Rerun what is unfinished…" }).click();
    const dialog = page.getByRole("dialog", { name: "Rerun what is unfinished" });
    await dialog.getByText(/Nothing done is done again/).waitFor();
    await dialog.getByLabel("cedar-furniture").uncheck();
    await dialog.getByRole("button", { name: "Rerun" }).click();
    await page.getByText("Run 20261128T091200-77aa began (rerun).").waitFor();
    expect(source.asked).to.deep.equal([
      {
        what: "rerun",
        workflow: "catalog-import",
        runId: "20261128T030000-4f2a",
        tenants: ["acme-outdoor", "ember-toys"],
      },
    ]);
  });

  it("change while one looks at them, and say when AWS can't be reached", async () => {
    source.view = sampleRun({ seenAt: 0.4 });
    await page.reload();
    await page.getByRole("link", { name: /^catalog-import, running/ }).click();
    await page.getByText("running").first().waitFor();
    source.view = sampleRun();
    source.send({ what: "changed", workflow: "catalog-import", runId: source.view.run.runId });
    await page.getByText("54 of 57 done").waitFor();
    source.send({ what: "away", since: "2026-11-28T03:10:00Z", reason: "The network is away." });
    await page
      .getByRole("alert")
      .getByText(/The network is away/)
      .waitFor();
    source.send({ what: "back" });
    await page.getByRole("alert").waitFor({ state: "detached" });
  });

  it("say that a large run's chunks are being read, and show them when they are", async () => {
    source.view = { ...source.view, isIncomplete: true };
    await openRun();
    await page.getByText("Reading the records of 57 chunks…").waitFor();
    expect(await page.getByRole("grid").count()).to.equal(0);
    source.view = sampleRun();
    source.send({ what: "changed", workflow: "catalog-import", runId: source.view.run.runId });
    await page.getByRole("grid").waitFor();
  });

  it("open the chunk under the pointer in the timeline, zoomed in", async () => {
    await openRun();
    const whole = page.getByRole("button", { name: "Whole run" });
    expect(await whole.isDisabled()).to.equal(true);
    await page.getByRole("img", { name: /^57 chunks in 2 min 52 s, at most 16 vCPUs at once/ }).focus();
    await page.keyboard.press("+");
    expect(await whole.isDisabled()).to.equal(false);
    const lanes = page.locator(".lanes");
    const tip = page.locator(".tip");
    // A lane has gaps between its bars.
    for (let x = 100; (await tip.count()) === 0 && x < 1300; x += 25)
      await lanes.hover({ position: { x, y: 5 } });
    const [, tenant, chunk] = (await tip.textContent())!.match(/^\s*(\S+), (chunk \d+), /)!;
    await page.mouse.down();
    await page.mouse.up();
    await detail()
      .getByRole("heading", { name: `${tenant} ${chunk}` })
      .waitFor();
  });

  it("keep the theme that the user has chosen", async () => {
    const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const light = await background();
    const theme = page.getByRole("button", { name: /^Theme:/ });
    await theme.click();
    expect(await background()).to.equal(light);
    await theme.click();
    const dark = await background();
    expect(dark).not.to.equal(light);
    await page.reload();
    await page.getByRole("heading", { name: "Runs" }).waitFor();
    expect(await background()).to.equal(dark);
  });
});
