const waiting: (() => void)[] = [];

/**
 * Resolves in a later turn of the event loop. Each turn continues one caller, so that the parts of several long requests do not add up
 * to one long turn.
 * @example for (const part of parts) { work(part); await nextTurn(); }
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(continueOne);
  });
}

function continueOne(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(continueOne);
}
