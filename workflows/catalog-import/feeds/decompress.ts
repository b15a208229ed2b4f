import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { startingWith } from "./starting-with.ts";

/** `source`, unpacked if it begins like gzip: suppliers' names and headers are often wrong. @throws {BadDataError} for damaged data. */
export async function* decompress(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { start, all } = await startingWith(source, 2);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return yield* all;
  const gunzip = createGunzip();
  // The loop throws errors of either end.
  pipeline(all, gunzip, () => undefined);
  try {
    yield* gunzip;
  } catch (cause) {
    const isDamage = cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_");
    if (!isDamage) throw cause;
    throw new BadDataError(`the feed's gzip data is damaged: ${cause.message}`, { cause });
  }
}
