import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { startingWith } from "./starting-with.ts";

/**
 * The text of `source`, decoded by its byte order mark, the Content-Type or the XML declaration, in this order, else as UTF-8.
 * @throws {BadDataError} for an unknown encoding, and for bytes that are not valid in it.
 */
export async function* decodeText(
  source: AsyncIterable<Uint8Array>,
  contentType: string,
): AsyncGenerator<string> {
  const { start, all } = await startingWith(source, 256);
  const named = /charset="?([\w-]+)/i.exec(contentType)?.[1];
  const declared = /^\s*<\?xml[^>]*\sencoding=["']([\w-]+)/.exec(start.toString("latin1"))?.[1];
  const encoding = byteOrderMark(start) ?? named ?? declared ?? "utf-8";
  const decoder = decoderFor(encoding);
  let bytes = 0;
  try {
    for await (const chunk of all) {
      const text = decoder.decode(chunk, { stream: true });
      bytes += chunk.length;
      if (text !== "") yield text;
    }
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError) || !("code" in cause)) throw cause;
    const how = named ?? declared ?? "it names no other encoding";
    throw new BadDataError(`the feed is not valid ${encoding} shortly after byte ${bytes} (${how})`, {
      cause,
    });
  }
}

function byteOrderMark(start: Buffer): string | undefined {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return "utf-8";
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  return undefined;
}

function decoderFor(encoding: string) {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw new BadDataError(`the feed's encoding ${encoding} is unknown`, { cause });
  }
}
