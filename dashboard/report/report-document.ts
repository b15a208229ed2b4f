import { createHash } from "node:crypto";
import { reportDataId } from "../addresses.ts";
import { type PageBundle, pageDocument } from "../page-bundle.ts";
import type { ReportData } from "../view.ts";

/** The report as one HTML file, which loads nothing and works from a disk. Its Content Security Policy lets only its own script run. */
export function reportDocument(data: ReportData, { script, style }: PageBundle): string {
  // A text of a supplier must not end the element that it is in.
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  const policy = [
    "default-src 'none'",
    `script-src ${hashed(script)}`,
    `style-src ${hashed(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return pageDocument({
    head: `<meta http-equiv="content-security-policy" content="${policy}">\n<style>${style}</style>`,
    body: [
      `<script type="application/json" id="${reportDataId}">${json}</script>`,
      `<script type="module">${script}</script>`,
    ].join("\n"),
  });
}

const hashed = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
