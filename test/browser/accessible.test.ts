import { expect } from "chai";
import type { Browser } from "playwright-core";
import { sampleRun } from "../../dashboard/page/testing/sample-run.ts";
import { sampleSource } from "../../dashboard/page/testing/sample-source.ts";
import { type Dashboard, startDashboard } from "../../dashboard/server/start.ts";
import { audited } from "./audited.ts";
import { errorsOf, startBrowser } from "./browser.ts";
import { sampleMachine } from "./sample-machine.ts";

const pages = {
  "the list of runs": "#/",
  "a run": "#/run/catalog-import/r1",
  "a chunk": "#/run/catalog-import/r1/3/1",
  "the mailbox": "#/mail",
};
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

describe("the page without a mouse, without colours, on any screen", () => {
  let browser: Browser;
  let dashboard: Dashboard;
  before(async () => {
    const svg = await sampleMachine();
    browser = await startBrowser();
    dashboard = await startDashboard(sampleSource(sampleRun({ svg })));
  });
  after(async () => {
    await browser?.close();
    await dashboard?.close();
  });

  for (const [name, hash] of Object.entries(pages)) {
    for (const [width, viewport] of Object.entries(sizes)) {
      for (const colorScheme of ["light", "dark"] as const) {
        it(`has no barrier in ${name}, ${width}, ${colorScheme}, and does not scroll sideways`, async () => {
          await using context = await browser.newContext({ viewport, colorScheme });
          const page = await context.newPage();
          const errors = errorsOf(page);
          await page.goto(dashboard.address);
          await page.goto(new URL(hash, new URL("/", dashboard.address)).href);
          await page.locator("main h1").waitFor({ state: "attached" });
          if (name === "a run") await page.getByText("Last log lines").waitFor();
          if (name === "a chunk") await page.getByText("End of its log").waitFor();
          expect(await audited(page)).to.deep.equal([]);
          expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).to.be.at.most(0);
          expect(errors).to.deep.equal([]);
        });
      }
    }
  }

  it("is used with keys alone: from the list to a failed chunk and back", async () => {
    const page = await browser.newPage();
    await page.goto(dashboard.address);
    await page.getByRole("link", { name: /^catalog-import, failed, run 20261128T030000/ }).focus();
    await page.keyboard.press("Enter");
    const grid = page.getByRole("grid");
    await grid.focus();
    const cell = page.getByRole("gridcell");
    expect(await cell.textContent()).to.match(/^ember-toys, chunk 3, download: failed/);
    await page.keyboard.press("ArrowUp");
    expect(await cell.textContent()).to.match(/^ember-toys, chunk 3, fetch: succeeded/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const detail = page.getByRole("complementary", { name: "Chunk" });
    await detail.getByText("The feed answered 503.").waitFor();
    await page.keyboard.press("ArrowRight");
    await detail.getByRole("heading", { name: "ember-toys chunk 7" }).waitFor();
    await page.keyboard.press("Escape");
    await detail.waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement.getAttribute('role')")).to.equal("grid");
  });
});
