/** Returns a function that says each step with the seconds since the start. */
export function elapsedSteps(say: (line: string) => void): (step: string) => void {
  const startedAt = performance.now();
  return (step) => say(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${step}`);
}
