import { hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Authorization } from "../authorization.ts";
import { AwsError } from "../aws-error.ts";
import { withHoisted } from "../hoisted-headers.ts";
import { S3Error } from "../protocols/s3-error.ts";
import { type Refusal, refusal } from "../refusal.ts";
import type { RequestHead } from "../request-head.ts";
import type { Service } from "../service.ts";
import { type Caller, mismatch, signatureMatches } from "../signature.ts";
import { ChunkSignatures } from "./chunk-signatures.ts";
import { contentSha256 } from "./content-sha256.ts";
import { receive } from "./receive.ts";
import { announced, type ReceivedBody, receiveUpload } from "./upload.ts";
import { uploadErrors } from "./upload-errors.ts";

interface Unread {
  readonly message: IncomingMessage;
  readonly head: RequestHead;
  readonly claim: Authorization;
  readonly caller: Caller;
  readonly service: Service;
  /** Call it before the body is read. */
  readonly accept: () => void;
}

interface Read {
  /** Empty for an upload. */
  readonly body: Buffer;
  readonly payload?: ReceivedBody;
}

const nothing = Buffer.alloc(0);

/** Step Functions' limit. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const defaultMaxBytes = 1024 ** 2;

/** Reads the body and checks the signature. S3 checks it first, because a header has the body's hash. Throws AwsError. */
export async function readSigned(unread: Unread): Promise<Read | Refusal> {
  if (unread.claim.service === "s3") return readForS3(unread);
  const { head, claim, caller } = unread;
  const body = await readSmall(unread, (most) => {
    return new AwsError("RequestEntityTooLargeException", `Request size exceeded ${most} bytes`, 413);
  });
  const matches = signatureMatches({ ...head, body }, claim, caller.secretAccessKey);
  return matches ? { body } : refusal("wrongSignature");
}

async function readForS3(unread: Unread): Promise<Read | Refusal> {
  const { message, head, claim, caller, service, accept } = unread;
  const content = contentSha256(head.headers["x-amz-content-sha256"], claim.presigned);
  const signed = { ...head, body: nothing };
  if (!signatureMatches(signed, claim, caller.secretAccessKey)) return mismatch(signed, claim);
  const line = { ...head, headers: withHoisted(head, claim) };
  if (service.uploads?.is(line) === true) {
    const expected = announced(line.headers, content, service.uploads.checksums?.(line));
    accept();
    const { dir } = service.uploads;
    const signatures = new ChunkSignatures(claim, caller.secretAccessKey);
    const payload = await receiveUpload(message, { expected, content, dir, signatures });
    return { body: nothing, payload };
  }
  if (content.kind === "chunks") throw uploadErrors.notStreamed();
  const body = await readSmall(unread, (most) => {
    const fields = { MaxMessageLengthBytes: String(most) };
    return new S3Error("MaxMessageLengthExceeded", "Your request was too big.", 400, fields);
  });
  if (content.kind === "hash") checkHash(content.hash, body);
  return { body };
}

function checkHash(stated: string, body: Buffer): void {
  const computed = hash("sha256", body);
  if (computed !== stated) throw uploadErrors.otherSha256(stated, computed);
}

async function readSmall(
  { message, head, service, accept }: Unread,
  tooLarge: (most: number) => Error,
): Promise<Buffer> {
  const most = service.maxBodyBytes ?? defaultMaxBytes;
  if (Number(head.headers["content-length"]) > most) throw tooLarge(most);
  accept();
  const pieces: Buffer[] = [];
  let length = 0;
  await receive(message, (piece) => {
    length += piece.length;
    if (length > most) throw tooLarge(most);
    pieces.push(piece);
  });
  return Buffer.concat(pieces, length);
}
