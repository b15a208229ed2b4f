import { setTimeout as delay } from "node:timers/promises";
import { must } from "@batchline/diagnostics";
import type { Stage } from "../../../workflow-kit/at-run/stage.ts";
import { HungryParams } from "../workflow.ts";

const outcome = { items: "meals", maxItemFailures: 0 };

export const pass: Stage = async () => outcome;

/** Takes the memory of its chunk. Without room for it, waits to be killed: the embedded Batch looks four times a second. */
export const hold: Stage = async ({ chunk, container, progress }) => {
  const { chunks } = HungryParams.parse(chunk.params);
  const { bytesMiB, heapMiB } = must(chunks[chunk.part], "a chunk is one of the parameters'");
  const bytes = Buffer.alloc(bytesMiB * 2 ** 20, 1);
  const heap = Array.from({ length: heapMiB }, (_, at) => new Array(2 ** 17).fill(at + 0.5));
  if (bytesMiB >= container.memoryMiB) await delay(60_000);
  if (bytes.length + heap.length > 0) progress.done();
  return outcome;
};
