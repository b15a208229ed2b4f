import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { startingWith } from "./starting-with.ts";

/**
 * The bytes of `source`, unpacked when they begin as gzip does: be it by Content-Encoding, because the file
 * is a .gz, or both. The name and the headers do not count, since suppliers' servers get them wrong. Throws
 * BadDataError when the gzip data is damaged.
 */
export async function* decompress(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { start, all } = await startingWith(source, 2);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return yield* all;
  const gunzip = createGunzip();
  // An error of either end comes out of the loop.
  pipeline(all, gunzip, () => undefined);
  try {
    yield* gunzip;
  } catch (cause) {
    const isDamage = cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_");
    if (!isDamage) throw cause;
    throw new BadDataError(`the feed's gzip data is damaged: ${cause.message}`, { cause });
  }
}

/** The same bytes. Throws BadDataError once there are more than `limit`. */
export async function* atMost(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > limit) throw new BadDataError(`the feed is larger than ${limit / 2 ** 20} MiB`);
    yield chunk;
  }
}
