/**
 * How long a stage may take to end after SIGTERM, in milliseconds. ECS kills a container 30 s after it by
 * default; two minutes' notice is all that Spot gives. What is not done by then is done again by the next
 * attempt.
 */
export const graceMs = 3_000;

/** A signal that aborts when the container is told to stop. */
export function onTermination(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

/**
 * Rejects with `error` once `signal` has been aborted for `ms`. Never resolves, and keeps no process alive.
 */
export function afterGrace(signal: AbortSignal, ms: number, error: () => Error): Promise<never> {
  return new Promise((_, reject) => {
    const start = () => setTimeout(() => reject(error()), ms).unref();
    if (signal.aborted) start();
    else signal.addEventListener("abort", start, { once: true });
  });
}
