/**
 * `node bench/bare-sharp-loop.ts <from> <to> <renditions as JSON>`: renders all files of one folder into another with sharp alone.
 * Prints its times as JSON.
 */
import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import type { CatalogImportParams } from "../workflows/catalog-import/params.ts";

const [from = "", to = "", json = "[]"] = process.argv.slice(2);
const renditions = JSON.parse(json) as CatalogImportParams["renditions"];
const files = await readdir(from);
sharp.concurrency(1);
sharp.cache(false);

const started = performance.now();
const cpuBefore = process.cpuUsage();
const next = files.values();
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (const file of next) {
      for (const { width, format, quality } of renditions) {
        await sharp(join(from, file))
          .autoOrient()
          .resize({ width, withoutEnlargement: true })
          .toFormat(format, { quality })
          .toFile(join(to, `${file}-${width}.${format}`));
      }
    }
  }),
);
const cpu = process.cpuUsage(cpuBefore);
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, cpuSeconds: (cpu.user + cpu.system) / 1e6 }));
