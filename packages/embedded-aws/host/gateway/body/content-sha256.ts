import { uploadErrors } from "./upload-errors.ts";

/** How S3's header `x-amz-content-sha256` says that the body is signed. */
export type ContentSha256 =
  | { readonly kind: "hash"; readonly hash: string }
  | { readonly kind: "unsigned" }
  | { readonly kind: "chunks"; readonly signed: boolean; readonly trailer: boolean };

const kinds: Readonly<Record<string, ContentSha256>> = {
  "UNSIGNED-PAYLOAD": { kind: "unsigned" },
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER": { kind: "chunks", signed: false, trailer: true },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": { kind: "chunks", signed: true, trailer: false },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": { kind: "chunks", signed: true, trailer: true },
};

/**
 * Reads the header. A presigned URL may lack it. Throws InvalidRequest or InvalidArgument, also for STREAMING-AWS4-ECDSA-…, which
 * belongs to another signature.
 */
export function contentSha256(stated: string | undefined, presigned: boolean): ContentSha256 {
  if (stated === undefined) {
    if (presigned) return { kind: "unsigned" };
    throw uploadErrors.noContentSha256();
  }
  if (/^[0-9a-f]{64}$/i.test(stated)) return { kind: "hash", hash: stated.toLowerCase() };
  const kind = Object.hasOwn(kinds, stated) ? kinds[stated] : undefined;
  if (kind === undefined) throw uploadErrors.invalidContentSha256(stated);
  return kind;
}
