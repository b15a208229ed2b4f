import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

/** Debian's. */
const usual = "/usr/bin/chromium";

/** Starts Chromium: `CHROMIUM`, or Debian's package. @throws Error if it is not installed */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? usual;
  if (!existsSync(executablePath))
    throw new Error(`${executablePath} is missing: apt-get install chromium, or set CHROMIUM to its path`);
  // Chromium's sandbox does not work as root, which containers often are.
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}

/** Collects what the page reports as errors: exceptions, refused loads, violations of its Content Security Policy. */
export function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return errors;
}
