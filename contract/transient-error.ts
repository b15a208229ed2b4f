/** Error names by which AWS services say "slow down", whatever status they come with. */
const throttling = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "TooManyRequestsException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "BandwidthLimitExceeded",
  "SlowDown",
  "TimeoutError",
  "RequestTimeout",
]);

/** Codes of a network that failed on the way to AWS. */
const network = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);

/**
 * Whether an error of an AWS client, after the client's own retries, is one that may be gone in a while:
 * throttling, a fault of the service, or the network between.
 */
export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (throttling.has(error.name)) return true;
  if ("code" in error && typeof error.code === "string" && network.has(error.code) && "$metadata" in error) {
    return true;
  }
  return httpStatus(error) >= 500;
}

/** The HTTP status of an AWS client's error; 0 when it has none. */
export function httpStatus(error: unknown): number {
  if (!(error instanceof Error) || !("$metadata" in error)) return 0;
  const { $metadata: metadata } = error;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return 0;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : 0;
}
