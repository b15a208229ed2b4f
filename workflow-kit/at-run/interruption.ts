/** Milliseconds that a stage may run after SIGTERM. ECS kills a container 30 s after it by default, and Spot gives two minutes' notice. */
export const graceMs = 3_000;

/** A signal that aborts on SIGTERM and SIGINT. @example const signal = onTermination(); */
export function onTermination(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

/** Rejects with `error` when `ms` milliseconds have passed since `signal` aborted. Never resolves, and keeps no process alive.
 * @example await Promise.race([running, afterGrace(signal, graceMs, () => new InterruptedError())]); */
export function afterGrace(signal: AbortSignal, ms: number, error: () => Error): Promise<never> {
  return new Promise((_, reject) => {
    const start = () => setTimeout(() => reject(error()), ms).unref();
    if (signal.aborted) start();
    else signal.addEventListener("abort", start, { once: true });
  });
}
