import { referenceCpuMs } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { sampleRun } from "../../dashboard/page/testing/sample-run.ts";
import { sampleSource } from "../../dashboard/page/testing/sample-source.ts";
import { type Dashboard, startDashboard } from "../../dashboard/server/start.ts";
import { startBrowser } from "./browser.ts";

/** 10,000 chunks of 60 tenants. */
const tenants = Array.from({ length: 60 }, (_, index) => ({
  tenant: `tenant-${index}`,
  chunks: index === 0 ? 1500 : index < 10 ? 422 : 94 + (index === 59 ? 2 : 0),
}));

/** How much slower than a laptop this machine computes; 1 on one that is as fast. */
const slowness = Math.max(1, referenceCpuMs() / 30);
/** What the page has to keep, in milliseconds. Other processes make a time longer, never shorter: the best of a few counts. */
const openWithin = Math.round(2000 * slowness);
const clickWithin = Math.round(100 * slowness);
const mostTimes = 8;

describe("the page of a run with 10,000 chunks of three stages", () => {
  let browser: Browser;
  let dashboard: Dashboard;
  before(async () => {
    browser = await startBrowser();
    const fails = (tenant: string, chunk: number, stage: number) =>
      stage === 1 && tenant === "tenant-7" && chunk % 17 === 0;
    dashboard = await startDashboard(sampleSource(sampleRun({ tenants, room: 256, fails })));
  });
  after(async () => {
    await browser?.close();
    await dashboard?.close();
  });

  const run = "#/run/catalog-import/20261128T030000-4f2a";

  it(`opens in under ${openWithin} ms`, async () => {
    const times = await untilWithin(openWithin, async (page) => {
      const started = performance.now();
      await page.goto(new URL(`/${run}`, dashboard.address).href);
      await page.getByText(/10,000 chunks, each/).waitFor();
      await page.evaluate(painted);
      return performance.now() - started;
    });
    expect(Math.min(...times), times.join(", ")).to.be.lessThan(openWithin);
  });

  it(`answers a click on a chunk in under ${clickWithin} ms`, async () => {
    const times = await untilWithin(clickWithin, async (page) => {
      await page.goto(new URL(`/${run}`, dashboard.address).href);
      await page.getByRole("grid").waitFor();
      await page.getByText("Last log lines").waitFor();
      await page.evaluate(painted);
      return page.evaluate<number>(clickAndWait);
    });
    expect(Math.min(...times), times.join(", ")).to.be.lessThan(clickWithin);
  });

  async function untilWithin(limit: number, measure: (page: Page) => Promise<number>): Promise<number[]> {
    await using context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(dashboard.address);
    const times: number[] = [];
    while (times.length < mostTimes && !times.some((time) => time < limit)) {
      await page.goto("about:blank");
      times.push(Math.round(await measure(page)));
    }
    return times;
  }
});

/** Resolves when the next frame is on the screen. */
const painted = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))";

/** Clicks a cell in the browser, and resolves to the milliseconds until the frame with the chunk's detail. */
const clickAndWait = `(async () => {
  const grid = document.querySelector('[role="grid"]');
  const box = grid.getBoundingClientRect();
  const started = performance.now();
  grid.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: box.left + 400, clientY: box.top + 10 }));
  while (document.querySelector(".chunk h2") === null) await new Promise((done) => requestAnimationFrame(done));
  await ${painted};
  return performance.now() - started;
})()`;
