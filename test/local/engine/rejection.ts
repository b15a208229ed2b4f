/** What `promise` is rejected with; fails the test when it is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (cause) {
    if (cause instanceof Error) return cause;
    throw new Error(`rejected with ${String(cause)}, which is no Error`);
  }
  throw new Error("was not rejected");
}
