import { StateError } from "@batchline/state-machines";
import type { ServiceCalls } from "../service-calls.ts";

/** The SDK throws it when a service answers with an error. */
interface ServiceException extends Error {
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** AWS SDK integrations use names of the SDK for Java 2 (`S3.NoSuchBucketException`), optimised ones use version 1's names. */
export function sdkFailure(
  cause: unknown,
  { service, optimised }: { readonly service: ServiceCalls; readonly optimised: boolean },
): StateError {
  const old = optimised ? service.optimised : undefined;
  const prefix = old?.name ?? service.name;
  if (!isServiceException(cause)) {
    const message = cause instanceof Error ? cause.message || cause.name : String(cause);
    return new StateError(`${prefix}.SdkClientException`, message);
  }
  const { httpStatusCode = 0, requestId = "" } = cause.$metadata;
  const base = old?.baseException ?? `${service.name}Exception`;
  const error = isModelled(cause) ? `${prefix}.${exceptionName(cause.name)}` : `${prefix}.${base}`;
  const serviceName = old?.serviceName ?? base.replace(/Exception$/, "");
  const about =
    old === undefined
      ? `Service: ${service.name}, Status Code: ${httpStatusCode}, Request ID: ${requestId}`
      : `Service: ${serviceName}; Status Code: ${httpStatusCode}; Error Code: ${cause.name}; Request ID: ${requestId}; Proxy: null`;
  return new StateError(error, `${cause.message} (${about})`);
}

function isServiceException(cause: unknown): cause is ServiceException {
  return cause instanceof Error && "$metadata" in cause && "$fault" in cause;
}

/** The SDK has a class for each error in a service's model, and one for all the others. */
function isModelled(cause: ServiceException): boolean {
  return cause.constructor.name === cause.name;
}

/** `NoSuchBucket` → `NoSuchBucketException`. */
function exceptionName(code: string): string {
  return `${code.replace(/(Exception|Fault)$/, "")}Exception`;
}
