import { StateError } from "@batchline/state-machines";
import type { ServiceCalls } from "../service-calls.ts";

/** The SDK throws it when a service answers with an error. */
interface ServiceException extends Error {
  readonly $metadata: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    /** Only of S3. */
    readonly extendedRequestId?: string;
  };
  /** As the service sent it, where it does so in the body. */
  readonly Code?: string;
  readonly Error?: { readonly Code?: string };
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
  if (old !== undefined) {
    const about = `Service: ${serviceName}; Status Code: ${httpStatusCode}; Error Code: ${codeOf(cause)}`;
    return new StateError(error, `${cause.message} (${about}; Request ID: ${requestId}; Proxy: null)`);
  }
  const { extendedRequestId } = cause.$metadata;
  const ids = [
    `Request ID: ${requestId}`,
    ...(extendedRequestId === undefined ? [] : [`Extended Request ID: ${extendedRequestId}`]),
  ];
  const about = [`Service: ${service.name}`, `Status Code: ${httpStatusCode}`, ...ids].join(", ");
  return new StateError(error, `${cause.message} (${about}) (SDK Attempt Count: 1)`);
}

function isServiceException(cause: unknown): cause is ServiceException {
  return cause instanceof Error && "$metadata" in cause && "$fault" in cause;
}

/** The code on the wire: the class of SNS's `NotFound` is NotFoundException. */
function codeOf({ Code, Error: body, name }: ServiceException): string {
  return Code ?? body?.Code ?? name;
}

/** The SDK has a class for each error in a service's model, and one for all the others. */
function isModelled(cause: ServiceException): boolean {
  return cause.constructor.name === cause.name;
}

/** `NoSuchBucket` → `NoSuchBucketException`. */
function exceptionName(code: string): string {
  return `${code.replace(/(Exception|Fault)$/, "")}Exception`;
}
