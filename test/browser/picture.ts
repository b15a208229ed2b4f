/** `node test/browser/picture.ts` draws docs/run-page.webp again: the page of a sample run. */
import sharp from "sharp";
import { plainTexts, sampleChunk } from "../../dashboard/page/testing/sample-chunk.ts";
import { sampleRun } from "../../dashboard/page/testing/sample-run.ts";
import { sampleSource } from "../../dashboard/page/testing/sample-source.ts";
import { startDashboard } from "../../dashboard/server/start.ts";
import { startBrowser } from "./browser.ts";

const source = sampleSource(sampleRun());
source.chunk = async (_, chunk) => sampleChunk(source.view, chunk, plainTexts);
const dashboard = await startDashboard(source);
const browser = await startBrowser();
const page = await browser.newPage({ viewport: { width: 1440, height: 1180 }, colorScheme: "light" });
await page.goto(dashboard.address);
const { workflow, runId } = source.view.run;
await page.goto(new URL(`/#/run/${workflow}/${runId}/3/1`, dashboard.address).href);
await page.getByText("End of its log").waitFor();
await page.getByText("Last log lines").waitFor();
await sharp(await page.screenshot())
  .webp({ lossless: true })
  .toFile(`${import.meta.dirname}/../../docs/run-page.webp`);
await browser.close();
await dashboard.close();
