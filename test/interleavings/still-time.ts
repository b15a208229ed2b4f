/** Waits that are as long as this, in milliseconds, never end by themselves: an interval, or the grace of a stopped container. */
const longMs = 1_000;

/**
 * Does `work` as if this machine's time stood still, so that its speed does not change what happens: short waits end at once, long ones
 * and intervals never do, and there is no jitter. Timers that modules import are not concerned.
 */
export async function inStillTime<T>(work: () => Promise<T>): Promise<T> {
  const { setTimeout, setInterval } = globalThis;
  const { random } = Math;
  const held: NodeJS.Timeout[] = [];
  const hold = (action: () => void) => {
    const timer = setInterval(action, 2 ** 31 - 1).unref();
    held.push(timer);
    return timer;
  };
  const still = (action: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) =>
    ms < longMs ? setTimeout(action, 0, ...given) : hold(() => action(...given));
  Object.assign(globalThis, { setTimeout: still, setInterval: hold });
  Math.random = () => 0;
  try {
    return await work();
  } finally {
    Object.assign(globalThis, { setTimeout, setInterval });
    Math.random = random;
    for (const timer of held) clearInterval(timer);
  }
}
