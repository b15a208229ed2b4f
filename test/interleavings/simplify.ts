/**
 * Choices that still fail, with as many calm ones as can be found in the time. First the end is cut off, then blocks become calm, from large
 * ones to single choices.
 */
export async function simplified(
  choices: readonly number[],
  fails: (choices: readonly number[]) => Promise<boolean>,
  limitMs: number,
): Promise<readonly number[]> {
  const deadline = Date.now() + limitMs;
  let best = choices;
  for (
    let size = Math.ceil(choices.length / 2);
    size >= 1 && Date.now() < deadline;
    size = Math.floor(size / 2)
  ) {
    while (best.length > 0 && Date.now() < deadline) {
      const shorter = best.slice(0, Math.max(0, best.length - size));
      if (!(await fails(shorter))) break;
      best = shorter;
    }
    for (let at = 0; at < best.length && Date.now() < deadline; at += size) {
      const calmer = best.map((choice, place) => (place >= at && place < at + size ? 0 : choice));
      if (calmer.some((choice, place) => choice !== best[place]) && (await fails(calmer))) best = calmer;
    }
  }
  return best;
}
