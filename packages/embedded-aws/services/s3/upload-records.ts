import * as fs from "node:fs";
import { basename, join } from "node:path";
import type { Part, Upload } from "./upload.ts";

/** What an upload was begun with. */
type BegunUpload = Omit<Upload, "parts">;

/** Records an upload in its folder. The first line of the record is the upload; each part adds one. */
export function recordUpload(dir: string, upload: BegunUpload): void {
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(recordIn(dir), line(upload));
}

/** Records a part, whose file is in the upload's folder. It replaces an earlier part of its number. */
export function recordPart(dir: string, part: Part): void {
  fs.appendFileSync(recordIn(dir), line({ ...part, file: basename(part.file) }));
}

/** After this the upload has ended, even if the process ends before its other files are deleted. */
export function endRecord(dir: string): void {
  fs.rmSync(recordIn(dir), { force: true });
}

/** The upload of a folder. Undefined if it has ended, or had not begun when its process ended. */
export function recordedUpload(dir: string): Upload | undefined {
  if (!fs.existsSync(recordIn(dir))) return undefined;
  const lines = fs.readFileSync(recordIn(dir), "utf8").split("\n");
  // Without a last line that a crash cut off. A part that is added must not continue it.
  const whole = lines.slice(0, -1);
  if (lines.at(-1) !== "") fs.writeFileSync(recordIn(dir), whole.map((one) => `${one}\n`).join(""));
  const [first, ...others] = whole;
  if (first === undefined) return undefined;
  const begun: BegunUpload = JSON.parse(first);
  const parts = others.map((text): Part => {
    const part: Part = JSON.parse(text);
    return { ...part, file: join(dir, part.file) };
  });
  return { ...begun, parts: new Map(parts.map((part) => [part.partNumber, part])) };
}

function recordIn(dir: string): string {
  return join(dir, "record");
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
