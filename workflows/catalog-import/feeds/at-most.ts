import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";

/** The most bytes of a feed, as it arrives and unpacked. */
export const maxFeedBytes = 512 * 2 ** 20;

/** The same bytes. Throws BadDataError once they exceed `limit`. */
export async function* atMost(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > limit) throw new BadDataError(`the feed is larger than ${limit / 2 ** 20} MiB`);
    yield chunk;
  }
}
