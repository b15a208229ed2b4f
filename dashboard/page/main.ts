import { render } from "preact";
import { reportDataId } from "../addresses.ts";
import type { ReportData } from "../view.ts";
import { App } from "./app.ts";
import { html } from "./html.ts";
import type { Route } from "./route.ts";
import { readJson } from "./source/read-json.ts";
import { reportSource } from "./source/report-source.ts";
import { serverSource } from "./source/server-source.ts";

const embedded = document.getElementById(reportDataId)?.textContent;
const report = embedded ? (readJson(embedded) as ReportData) : undefined;
const source = report === undefined ? serverSource : reportSource(report);
const start: Route =
  report === undefined
    ? { at: "runs" }
    : { at: "run", workflow: report.run.run.workflow, runId: report.run.run.runId };
const root = document.getElementById("page")!;

source.page().then(
  (page) =>
    render(
      html`<${App} source=${source} page=${page} start=${start} writtenAt=${report?.writtenAt} />`,
      root,
    ),
  (cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    render(html`<main><p class="trouble" role="alert">${reason}</p></main>`, root);
  },
);
