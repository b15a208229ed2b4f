/** Waits until `condition` holds, asking often; fails after ten seconds. */
export async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(10_000);
  while (!(await condition())) {
    if (deadline.aborted) throw new Error("it has not come to pass within 10 s");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
