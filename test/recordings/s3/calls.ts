import type { Json, JsonObject } from "@batchline/asl";
import { Missing } from "../missing.ts";
import type { RecordedCall, Recording } from "../recording.ts";

/** A call of a recording of S3: of the API, a URL that is signed, or a plain request. */
export interface S3Call extends Partial<RecordedCall> {
  readonly region?: string;
  readonly presign?: string;
  /** The method of a plain request. */
  readonly http?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

export function callsOf(recording: Recording): readonly S3Call[] {
  return recording.calls;
}

/** Throws Missing for what the embedded AWS does not have: other accounts and regions, old signatures, forms, websites. */
export function checkIsHere(call: S3Call): void {
  const { service = "s3", url = "", presign } = call;
  if (service !== "s3") throw new Missing(`there is no ${service} beside S3`);
  if (call.as !== undefined) throw new Missing("there are no other accounts, and no anonymous requests");
  if (call.region !== undefined) throw new Missing("there is one region");
  if (presign === "Post") throw new Missing("forms are not emulated");
  if (/[?&]AWSAccessKeyId=/.test(url)) throw new Missing("signatures of version 2 are not emulated");
  if (/\.s3-website\./.test(url)) throw new Missing("websites are not emulated");
}

/** How the embedded AWS refuses what it does not have. */
const notHere = /(s3:\S.*?) is not emulated/;

/** Throws Missing for such an answer. */
export function checkIsEmulated(message: Json | undefined): void {
  const [, what] = notHere.exec(String(message)) ?? [];
  if (what !== undefined) throw new Missing(`${what} is not emulated`);
}

/** A URL of a recording at the embedded AWS, which takes a bucket in the path only. */
export function addressed(recorded: string, endpoint: string): URL {
  const [, host = "", path = ""] = /^https?:\/\/([^/?]*)(.*)$/s.exec(recorded) ?? [];
  const [, bucket] = /^(.+)\.s3\.example\.test$/.exec(host) ?? [];
  const slash = path.startsWith("/") ? "" : "/";
  return new URL(`${endpoint}${bucket === undefined ? "" : `/${bucket}`}${slash}${path}`);
}

/** Answers whose only metadata that counts is the status. */
export function withStatus(fields: JsonObject, status: number): JsonObject {
  return { ...fields, status };
}
