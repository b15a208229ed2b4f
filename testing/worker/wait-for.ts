/** Waits until `condition` holds, asking often; fails after a minute. */
export async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(60_000);
  while (!(await condition())) {
    if (deadline.aborted) throw new Error("the condition did not hold within a minute");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
