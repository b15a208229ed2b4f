/** `npm run bench` prints the figures as JSON. docs/bench.md explains them. */
import { broker } from "./broker.ts";
import { chunkRead } from "./chunk-read.ts";
import { makespan } from "./makespan.ts";
import { preview } from "./preview.ts";
import { requests } from "./requests/main.ts";
import { uploadMemory } from "./requests/upload-memory.ts";
import { rescale } from "./rescale.ts";
import { tenants } from "./tenants.ts";
import { tscStates } from "./tsc-states.ts";

const benches = { rescale, makespan, chunkRead, broker, requests, uploadMemory, preview, tenants, tscStates };

const results: Record<string, unknown> = {};
for (const [name, bench] of Object.entries(benches)) {
  process.stderr.write(`${name} …\n`);
  results[name] = await bench();
}
console.log(JSON.stringify(results, (_, value) => (typeof value === "number" ? round(value) : value), 2));

function round(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}
