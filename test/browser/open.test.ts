import { expect } from "chai";
import type { Browser } from "playwright-core";
import { type Dashboard, startDashboard } from "../../dashboard/server/start.ts";
import { emptySource } from "../../dashboard/testing/empty-source.ts";
import { errorsOf, startBrowser } from "./browser.ts";

describe("the page in Chromium", () => {
  let browser: Browser;
  let dashboard: Dashboard;
  before(async () => {
    browser = await startBrowser();
    dashboard = await startDashboard(emptySource());
  });
  after(async () => {
    await browser?.close();
    await dashboard?.close();
  });

  it("opens at the printed address, within its Content Security Policy, and leaves no key in the address bar", async () => {
    const page = await browser.newPage();
    const errors = errorsOf(page);
    await page.goto(dashboard.address);
    await page.getByText("dev").first().waitFor();
    expect(errors).to.deep.equal([]);
    expect(page.url()).not.to.include("key");
  });

  it("is not open to a browser without the key", async () => {
    const page = await browser.newPage();
    const answer = await page.goto(new URL("/", dashboard.address).href);
    expect(answer?.status()).to.equal(403);
  });
});
