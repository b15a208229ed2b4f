/**
 * What `work` returns, or throws. An exception that nobody catches meanwhile, of a timer or a promise that nobody awaits, counts as
 * thrown by it. Otherwise Node would end the process at once, without a record of what was wrong.
 * @example await orUncaught(() => stage(context));
 */
export async function orUncaught<T>(work: () => Promise<T>): Promise<T> {
  let onUncaught = (_: unknown): void => undefined;
  const uncaught = new Promise<never>((_, reject) => {
    onUncaught = reject;
  });
  process.once("uncaughtException", onUncaught);
  try {
    return await Promise.race([work(), uncaught]);
  } finally {
    process.off("uncaughtException", onUncaught);
  }
}
