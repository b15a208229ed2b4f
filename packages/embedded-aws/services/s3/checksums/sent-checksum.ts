import {
  algorithmOf,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumHeader,
  isChecksum,
} from "../../../host/gateway/body/checksums.ts";
import { s3Errors } from "../s3-errors.ts";

type Headers = Readonly<Record<string, string>>;

/** A checksum that the client sent. */
export interface SentChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. */
  readonly value: string;
}

/**
 * The checksum in the headers `x-amz-checksum-crc32`, `x-amz-checksum-crc32c`, `x-amz-checksum-crc64nvme`, `x-amz-checksum-sha1` and
 * `x-amz-checksum-sha256`. Throws InvalidRequest for several of them, or for a value that cannot be one.
 * `suffix`: of a header of a multipart upload, whose composite values end with `-` and the number of parts.
 */
export function sentChecksum(headers: Headers, { composite = false } = {}): SentChecksum | undefined {
  const sent = checksumAlgorithms.filter((algorithm) => headers[checksumHeader(algorithm)] !== undefined);
  const [algorithm, ...others] = sent;
  if (others.length > 0)
    throw s3Errors.invalidRequest(
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  if (algorithm === undefined) return undefined;
  const name = checksumHeader(algorithm);
  const value = String(headers[name]);
  const bare = composite ? value.replace(/-\d+$/, "") : value;
  if (!isChecksum(algorithm, bare)) throw s3Errors.invalidRequest(`Value for ${name} header is invalid.`);
  return { algorithm, value };
}

/** The algorithm of the checksum that headers or trailers have. Throws InvalidRequest. */
export function sentAlgorithm(headers: Headers): ChecksumAlgorithm | undefined {
  const named = namedAlgorithm(headers["x-amz-sdk-checksum-algorithm"], "x-amz-sdk-checksum-algorithm");
  const sent = sentChecksum(headers)?.algorithm ?? algorithmOf(headers["x-amz-trailer"]?.toLowerCase() ?? "");
  if (named !== undefined && sent === undefined)
    throw s3Errors.invalidRequest(
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  return sent;
}

function namedAlgorithm(name: string | undefined, header: string): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const found = checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase());
  if (found === undefined) throw s3Errors.invalidRequest(`Value for ${header} header is invalid.`);
  return found;
}

/** The algorithm that `x-amz-checksum-algorithm` asks for. Throws InvalidRequest for one that S3 does not have. */
export function askedAlgorithm(headers: Headers): ChecksumAlgorithm | undefined {
  const { "x-amz-checksum-algorithm": name } = headers;
  if (name === undefined) return undefined;
  const found = checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase());
  if (found === undefined)
    throw s3Errors.invalidRequest(
      `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${checksumAlgorithms.join(", ")}]`,
    );
  return found;
}
