/** What an SDK's error has beside a message. */
type ServiceError = Error & { readonly $metadata?: { readonly httpStatusCode?: number } };

/** The error that `promise` rejects with. Throws when it resolves, or rejects with anything but a `kind`. */
export async function rejection<E extends Error = ServiceError>(
  promise: Promise<unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: any constructor of an error will do
  kind: abstract new (...args: any[]) => E = Error as never,
): Promise<E> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof kind) return error;
    throw new Error(`expected a ${kind.name}, got ${String(error)}`, { cause: error });
  }
  throw new Error(`expected a ${kind.name}, but the promise resolved`);
}
