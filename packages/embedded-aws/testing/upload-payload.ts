import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { ChunkSignatures } from "../host/gateway/body/chunk-signatures.ts";
import { contentSha256 } from "../host/gateway/body/content-sha256.ts";
import type { RequestBody } from "../host/gateway/body/request-body.ts";
import { announced, receiveUpload } from "../host/gateway/body/upload.ts";

const noClaim = {
  ...{ accessKeyId: "", date: "", region: "", service: "s3", signature: "", timestamp: "" },
  ...{ signedHeaders: [], sessionToken: undefined, presigned: false },
};

/** The `payload` of an upload that a test hands to S3 without the gateway. Chunks cannot be signed. */
export function uploadPayload(headers: Readonly<Record<string, string>>, body: Buffer): Promise<RequestBody> {
  const content = contentSha256(headers["x-amz-content-sha256"], true);
  const expected = announced({ ...headers, "content-length": String(body.length) }, content);
  const signatures = new ChunkSignatures(noClaim, "");
  return receiveUpload(Readable.from([body]), { expected, content, dir: tmpdir(), signatures });
}
