/** Error names of AWS services that ask clients to slow down, with any status. */
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
  // S3: a write to the same key came between.
  "ConditionalRequestConflict",
  "TimeoutError",
  "RequestTimeout",
]);

/** Error codes of the network between. */
const network = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);

/** Whether an error of an AWS client, after its own retries, is temporary: throttling, a fault of the service or of the network. */
export function isTransientError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (throttling.has(error.name)) return true;
  if ("code" in error && typeof error.code === "string" && network.has(error.code) && "$metadata" in error) {
    return true;
  }
  return httpStatus(error) >= 500;
}

/** The HTTP status of an AWS client's error; 0 without one. */
export function httpStatus(error: unknown): number {
  if (!(error instanceof Error) || !("$metadata" in error)) return 0;
  const { $metadata: metadata } = error;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return 0;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : 0;
}
