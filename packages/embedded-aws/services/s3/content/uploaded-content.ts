import { must } from "@batchline/diagnostics";
import type { RequestBody } from "../../../host/gateway/body/request-body.ts";
import { type SentChecksum, sentAlgorithm, sentChecksum } from "../checksums/sent-checksum.ts";
import { s3Errors } from "../s3-errors.ts";
import type { S3Request } from "../s3-request.ts";
import type { Content } from "./content.ts";

export interface Uploaded {
  readonly content: Content;
  /** Undefined if the client sent none. */
  readonly sent: SentChecksum | undefined;
}

/** The Body of an upload, checked against what was sent with it. Throws BadDigest, InvalidDigest or InvalidRequest. */
export function uploadedContent({ headers, payload }: S3Request): Uploaded {
  const body = must(payload, "the gateway passes the bodies of PutObject and UploadPart as payload");
  sentAlgorithm(headers);
  const sent = sentChecksum({ ...body.trailers, ...headers });
  const content = contentOfBody(body);
  checkDigests(headers, content, sent);
  return { content, sent };
}

function contentOfBody(body: RequestBody): Content {
  return {
    size: body.length,
    md5: body.md5,
    checksums: Object.fromEntries(body.checksums),
    moveTo: (path) => body.moveTo(path),
    // The gateway does.
    discard() {},
  };
}

/** Throws BadDigest or InvalidDigest. */
export function checkDigests(
  { "content-md5": md5 }: S3Request["headers"],
  content: Pick<Content, "md5" | "checksums">,
  sent: SentChecksum | undefined,
): void {
  if (md5 !== undefined && md5InHex(md5) !== content.md5)
    throw s3Errors.badMd5(md5, Buffer.from(content.md5, "hex").toString("base64"));
  if (sent !== undefined && content.checksums[sent.algorithm] !== sent.value)
    throw s3Errors.badDigest(`The ${sent.algorithm} you specified did not match the calculated checksum.`);
}

function md5InHex(header: string): string {
  const bytes = Buffer.from(header, "base64");
  if (bytes.length !== 16 || bytes.toString("base64") !== header.trim()) throw s3Errors.invalidDigest(header);
  return bytes.toString("hex");
}
