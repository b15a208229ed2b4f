import { createHash } from "node:crypto";
import { expect } from "chai";
import type { ReportData } from "../view.ts";
import { reportDocument } from "./report-document.ts";

describe("a report", () => {
  const report = (text: string) => {
    const data = { writtenAt: text } as ReportData;
    return reportDocument(data, { script: "start()", style: "p { color: red }" });
  };
  const dataOf = (html: string) => /id="report-data">(.*)<\/script>/.exec(html)?.[1] ?? "";

  it("keeps texts of suppliers inside its data, whatever they say", () => {
    const hostile = "</script><script>alert(1)</script><!--";
    const html = report(hostile);
    expect(html).not.to.include("alert(1)</script>");
    expect(JSON.parse(dataOf(html))).to.deep.equal({ writtenAt: hostile });
  });

  it("lets its own script and style run, and nothing else, and loads nothing", () => {
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const html = report("now");
    const policy = /content-security-policy" content="([^"]+)"/.exec(html)?.[1];
    expect(policy)
      .to.include("default-src 'none'")
      .and.include(`script-src ${hash("start()")};`);
    expect(policy).to.include(`style-src ${hash("p { color: red }")};`);
    expect(html).not.to.match(/(src|href)="(?!data:)/);
  });
});
