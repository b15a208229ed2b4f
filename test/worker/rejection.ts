import { expect } from "chai";

/** The error that `promise` rejects with; fails when it resolves, or rejects with another kind. */
export async function rejection<E extends Error>(
  promise: Promise<unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: any constructor of an error will do
  kind: abstract new (...args: any[]) => E,
): Promise<E> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  return expect.fail(`expected a ${kind.name}`);
}
