import { moduleFile } from "@batchline/bundles";
import { build } from "esbuild";
import type { Page } from "playwright-core";

let bundled: Promise<string> | undefined;

/** Reports what keyboards and screen readers can't use on the page as it is: dashboard/page/testing/audit.ts, run in it. */
export async function audited(page: Page): Promise<readonly string[]> {
  bundled ??= bundleAudit();
  return page.evaluate<string[]>(`${await bundled}; audit.auditPage()`);
}

async function bundleAudit(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [moduleFile(import.meta, "../../dashboard/page/testing/audit")],
    ...{ bundle: true, write: false, format: "iife", globalName: "audit", logLevel: "silent" },
  });
  return outputFiles[0]!.text;
}
