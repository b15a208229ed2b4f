import { type Backoff, withBackoff } from "../../../workflow-kit/at-run/egress/backoff.ts";
import type { Egress } from "../../../workflow-kit/at-run/egress/egress.ts";
import { received } from "../../../workflow-kit/at-run/egress/received.ts";
import { RequestError, statusError } from "../../../workflow-kit/at-run/egress/request-error.ts";
import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import { describeBytes, imageType } from "./image-type.ts";

/** An image may have so many bytes. Phones make 10 MiB, cameras 25. */
export const maxImageBytes = 32 * 2 ** 20;

/** One image may take so long, in milliseconds, however steadily it comes. */
export const maxImageMs = 120_000;

/** What a server said to recognise a version of an image by. RFC 9110, 8.8. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface DownloadedImage {
  readonly bytes: Buffer;
  /** Media type, by the bytes themselves. */
  readonly type: string;
  readonly validators: Validators;
}

export interface DownloadOptions {
  readonly egress: Egress;
  readonly signal: AbortSignal;
  /** Those of the copy that we have: then the answer may be that it is still the same. */
  readonly validators?: Validators;
  readonly backoff?: Backoff;
}

/**
 * Downloads one image, with retries; undefined when it has not changed. Throws ItemError with the reason when
 * it cannot be had.
 */
export function downloadImage(url: string, options: DownloadOptions): Promise<DownloadedImage | undefined> {
  return withBackoff(() => downloadOnce(url, options), options.signal, options.backoff);
}

async function downloadOnce(url: string, options: DownloadOptions): Promise<DownloadedImage | undefined> {
  const { egress, validators = {} } = options;
  const timeout = AbortSignal.timeout(maxImageMs);
  try {
    const response = await egress.get(url, {
      signal: AbortSignal.any([options.signal, timeout]),
      headers: {
        accept: "image/*",
        ...(validators.etag === undefined ? {} : { "if-none-match": validators.etag }),
        ...(validators.lastModified === undefined ? {} : { "if-modified-since": validators.lastModified }),
      },
    });
    const { status, headers, body } = response;
    if (status !== 200) {
      await body.dump({ limit: 16_384 });
      if (status === 304) return undefined;
      throw statusError(response.url, status, headers);
    }
    if (Number(headers["content-length"] ?? 0) > maxImageBytes) {
      body.destroy();
      throw tooLarge();
    }
    const bytes = await whole(received(response, egress.patience));
    const type = imageType(bytes);
    if (type === undefined) throw new ItemError(describeBytes(bytes));
    return { bytes, type, validators: validatorsOf(headers) };
  } catch (cause) {
    if (!timeout.aborted || options.signal.aborted) throw cause;
    throw new RequestError(`it took longer than ${maxImageMs / 1000} s`, {
      cause,
      transient: true,
      slow: true,
    });
  }
}

/** The pieces in one. Throws ItemError once they are more than an image may have. */
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
