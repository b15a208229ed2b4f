import { AwsError } from "../aws-error.ts";
import { S3Error } from "../protocols/s3-error.ts";

const incompleteBody = (message: string) => new AwsError("IncompleteBody", message);
const invalidRequest = (message: string) => new AwsError("InvalidRequest", message);

/** What S3 answers to a body that it does not take. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const uploadErrors = {
  /** A chunk's size, signature or end is not as it must be. */
  malformedChunk: () => incompleteBody("The request body terminated unexpectedly"),
  otherLength: () =>
    incompleteBody("You did not provide the number of bytes specified by the Content-Length HTTP header"),
  noLength: () =>
    new AwsError("MissingContentLength", "You must provide the Content-Length HTTP header.", 411),
  /** `chunk` counts from 1; it follows the small one, as on AWS. */
  smallChunk: (chunk: number, size: number) =>
    new S3Error(
      "InvalidChunkSizeError",
      "Only the last chunk is allowed to have a size less than 8192 bytes",
      400,
      { Chunk: String(chunk), BadChunkSize: String(size) },
    ),
  wrongSignature: () =>
    new AwsError(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      403,
    ),
  malformedTrailer: () => new AwsError("MalformedTrailerError", malformedTrailer),
  unsupportedTrailer: () =>
    invalidRequest("The value specified in the x-amz-trailer header is not supported"),
  invalidTrailer: (name: string) => invalidRequest(`Value for ${name} trailing header is invalid.`),
  noContentSha256: () => invalidRequest("Missing required header for this request: x-amz-content-sha256"),
  /** Only uploads come in chunks. */
  notStreamed: () => invalidRequest("The value of x-amz-content-sha256 header is invalid."),
  invalidContentSha256: (value: string) =>
    new S3Error("InvalidArgument", invalidSha256, 400, {
      ArgumentName: "x-amz-content-sha256",
      ArgumentValue: value,
    }),
  otherSha256: (stated: string, computed: string) =>
    new S3Error(
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      400,
      { ClientComputedContentSHA256: stated, S3ComputedContentSHA256: computed },
    ),
  tooLarge: (size: number, most: number) =>
    new S3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, {
      ProposedSize: String(size),
      MaxSizeAllowed: String(most),
    }),
  chunkedTransfer: () =>
    new S3Error(
      "NotImplemented",
      "A header you provided implies functionality that is not implemented",
      501,
      {
        Header: "Transfer-Encoding",
      },
    ),
};

const malformedTrailer =
  "The request contained trailing data that was not well-formed or did not conform to our published schema.";
const invalidSha256 =
  "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.";
