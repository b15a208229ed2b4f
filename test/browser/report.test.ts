import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { sampleRun } from "../../dashboard/page/testing/sample-run.ts";
import { sampleSource } from "../../dashboard/page/testing/sample-source.ts";
import { bundlePage } from "../../dashboard/page-bundle.ts";
import { reportData } from "../../dashboard/report/report-data.ts";
import { reportDocument } from "../../dashboard/report/report-document.ts";
import { audited } from "./audited.ts";
import { errorsOf, startBrowser } from "./browser.ts";
import { sampleMachine } from "./sample-machine.ts";

describe("a report in Chromium", () => {
  let browser: Browser;
  let folder: string;
  let address: string;
  before(async () => {
    browser = await startBrowser();
    folder = await mkdtemp(join(tmpdir(), "batchline-report-"));
    const source = sampleSource(sampleRun({ svg: await sampleMachine() }));
    const data = await reportData(source, source.view.run);
    const file = join(folder, "run.html");
    await writeFile(file, reportDocument(data, await bundlePage()));
    address = pathToFileURL(file).href;
  });
  after(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  it("shows the run and a failed chunk from a file, without a network, and changes nothing", async () => {
    await using context = await browser.newContext({ viewport: { width: 1440, height: 900 }, offline: true });
    const page = await context.newPage();
    const errors = errorsOf(page);
    await page.goto(address);
    await page.getByRole("button", { name: "ember-toys, chunk 3" }).click();
    const detail = page.getByRole("complementary", { name: "Chunk" });
    await detail.getByText('<img src=x onerror="document.title=1">').waitFor();
    expect(await page.getByRole("button", { name: /Rerun|Stop/ }).count()).to.equal(0);
    expect(await page.getByRole("link", { name: "Runs" }).count()).to.equal(0);
    expect(await page.title()).to.equal("catalog-import · prod");
    expect(await audited(page)).to.deep.equal([]);
    expect(errors).to.deep.equal([]);
  });
});
