import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { fixtureProject } from "../../testing/checkout.ts";
import { type Command, makeProject, type Project } from "../../testing/cli/project.ts";
import { errorsOf, startBrowser } from "./browser.ts";

describe("the page of batchline local's runs, in Chromium", function () {
  this.timeout(180_000);
  let project: Project;
  let local: Command;
  let served: Command;
  let address: string;
  let browser: Browser;
  before(async () => {
    const strict = (await readFile(join(fixtureProject, "tenants", "ember-toys.yaml"), "utf8")).replace(
      /maxItemFailures: .*/,
      "maxItemFailures: 0",
    );
    project = await makeProject({ "ember-toys.yaml": strict, "cafe-lumiere.yaml": undefined });
    browser = await startBrowser();
    local = project.batchline("local");
    await local.said("ready");
    served = project.batchline("dashboard", "--local", "--json");
    const [printed] = await once(served.child.stdout, "data");
    address = JSON.parse(String(printed)).address;
  });
  after(async () => {
    await browser?.close();
    for (const command of [served, local]) {
      command?.child.kill("SIGINT");
      await command?.ended;
    }
    await project?.remove();
  });

  it("shows a run from its start to its failure, and reruns the failed chunk under the same id", async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    const errors = errorsOf(page);
    await page.goto(address);
    const run = project.batchline("run", "catalog-import", "--local", "--json");
    await page.locator("a[href*='/run/catalog-import/']").first().click();
    const { runId, status } = JSON.parse((await run.ended).stdout);
    expect(status).to.equal("FAILED");
    await page.getByText("1 of 2 tenants failed, for one cause").waitFor();

    await page.getByRole("button", { name: "Rerun what is unfinished…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("1 unfinished chunk of 1 tenant").waitFor();
    await dialog.getByRole("button", { name: /rerun/i }).click();
    await page.getByText(/The execution \S+ continues the run/).waitFor();
    await page.getByRole("button", { name: "Rerun what is unfinished…" }).waitFor();
    await page.getByText(`It was run again`).waitFor();
    expect(page.url()).to.include(runId);
    expect(errors).to.deep.equal([]);
  });
});
