import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { choicesOf, outcomeOf } from "./seed.ts";
import { simplified } from "./simplify.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** How long a failing seed is simplified, in milliseconds. */
const simplifyMs = 120_000;

const { values } = parseArgs({
  options: {
    /** Plays one seed, and simplifies it if it fails. */
    seed: { type: "string" },
    /** The number of seeds. */
    seeds: { type: "string", default: "200" },
    first: { type: "string", default: "1" },
    /** Plays each of these, for a process that divides them. */
    step: { type: "string" },
  },
});
const [first, seeds] = [Number(values.first), Number(values.seeds)];

if (values.seed !== undefined) process.exitCode = (await replay(Number(values.seed))) ? 0 : 1;
else if (values.step !== undefined) await playSome(Number(values.step));
else await divide();

/** Divides the seeds among as many processes as the machine has cores. */
async function divide(): Promise<void> {
  const step = availableParallelism();
  const counts = await Promise.all(
    Array.from({ length: step }, async (_, place) => {
      const own = [
        "--first",
        String(first + place),
        "--seeds",
        String(seeds - place),
        "--step",
        String(step),
      ];
      const child = fork(import.meta.filename, own);
      // It comes after all messages.
      const exited = once(child, "disconnect");
      const counted = new Promise<Counts>((resolve) =>
        child.on("message", (message) => resolve(message as Counts)),
      );
      // One that crashed has counted nothing.
      return Promise.race([counted, exited.then(() => ({ passed: 0, failed: 1 }))]);
    }),
  );
  const sum = (of: "passed" | "failed") => counts.reduce((total, each) => total + each[of], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") === 0 ? 0 : 1;
}

async function playSome(step: number): Promise<void> {
  const counts = { passed: 0, failed: 0 };
  for (let seed = first; seed < first + seeds; seed += step) {
    const { problems } = await outcomeOf(choicesOf(seed));
    if (problems.length === 0) counts.passed++;
    else {
      counts.failed++;
      const replay = `npm run test:seeds -- --seed ${seed}`;
      console.log(`seed ${seed} failed; its steps in words: ${replay}\n  ${problems.join("\n  ")}`);
    }
  }
  process.send?.(counts);
}

/** Plays the seed, and prints what failed with the fewest steps that fail. */
async function replay(seed: number): Promise<boolean> {
  const choices = choicesOf(seed);
  if ((await outcomeOf(choices)).problems.length === 0) {
    console.log(`seed ${seed} passed`);
    return true;
  }
  console.log(`seed ${seed} failed. It is simplified for up to ${simplifyMs / 1000} s.`);
  const fails = async (fewer: readonly number[]) => (await outcomeOf(fewer)).problems.length > 0;
  const { problems, log } = await outcomeOf(await simplified(choices, fails, simplifyMs));
  console.log(`${log.join("\n")}\n\n${problems.join("\n")}\nSteps with * were chosen, the others follow.`);
  return false;
}
