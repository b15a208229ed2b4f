import { describeBytes, imageType } from "../../../product-images/image-type.ts";
import { type Backoff, withBackoff } from "../../../workflow-kit/at-run/egress/backoff.ts";
import { discard } from "../../../workflow-kit/at-run/egress/egress.ts";
import { received } from "../../../workflow-kit/at-run/egress/received.ts";
import { RequestError, statusError } from "../../../workflow-kit/at-run/egress/request-error.ts";
import type { Source } from "../../../workflow-kit/at-run/egress/source.ts";
import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import type { RememberedImage } from "../keys.ts";

/** The most bytes of an image. Phones make 10 MiB, cameras 25. */
export const maxImageBytes = 32 * 2 ** 20;

/** Time limit for one image, in milliseconds. */
const maxImageMs = 120_000;

/** Validators of an image's version, from its server. RFC 9110, 8.8. */
type Validators = Pick<RememberedImage, "etag" | "lastModified">;

interface DownloadedImage {
  readonly bytes: Buffer;
  /** Media type, by the bytes. */
  readonly type: string;
  readonly validators: Validators;
}

interface DownloadOptions {
  readonly source: Source;
  readonly signal: AbortSignal;
  /** The validators of an existing copy, so that the server can answer 304. */
  readonly validators?: Validators;
  readonly backoff?: Backoff;
}

/** Downloads one image, with retries; undefined when it has not changed. Throws ItemError when that fails. */
export function downloadImage(url: string, options: DownloadOptions): Promise<DownloadedImage | undefined> {
  return withBackoff(() => downloadOnce(url, options), options.signal, options.backoff);
}

async function downloadOnce(url: string, options: DownloadOptions): Promise<DownloadedImage | undefined> {
  const { source, validators = {} } = options;
  const timeout = AbortSignal.timeout(maxImageMs);
  try {
    const response = await source.get(url, {
      signal: AbortSignal.any([options.signal, timeout]),
      headers: {
        accept: "image/*",
        "if-none-match": validators.etag,
        "if-modified-since": validators.lastModified,
      },
    });
    const { status, headers, body } = response;
    if (status !== 200) {
      await discard(body);
      if (status === 304) return undefined;
      throw statusError(response.url, status, headers);
    }
    const { "content-length": length = 0 } = headers;
    if (Number(length) > maxImageBytes) {
      body.destroy();
      throw tooLarge();
    }
    const bytes = await whole(received(response, source.patience));
    const type = imageType(bytes);
    if (type === undefined) throw new ItemError(describeBytes(bytes));
    return { bytes, type, validators: validatorsOf(headers) };
  } catch (cause) {
    if (!timeout.aborted || options.signal.aborted) throw cause;
    const message = `it took longer than ${maxImageMs / 1000} s`;
    throw new RequestError(message, { cause, transient: true, slow: true });
  }
}

/** The pieces in one buffer. Throws ItemError once they exceed the limit. */
async function whole(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > maxImageBytes) throw tooLarge();
    read.push(piece);
  }
  return Buffer.concat(read, length);
}

function tooLarge(): ItemError {
  return new ItemError(`it is larger than ${maxImageBytes / 2 ** 20} MiB`);
}

function validatorsOf(headers: Readonly<Record<string, string | string[] | undefined>>): Validators {
  const { etag, "last-modified": lastModified } = headers;
  return {
    ...(typeof etag === "string" ? { etag } : {}),
    ...(typeof lastModified === "string" ? { lastModified } : {}),
  };
}
