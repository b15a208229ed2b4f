import fc from "fast-check";
import type { Tamper } from "./in-process.ts";
import { changedSuccesses, problemsAfterResume, problemsOf } from "./invariants.ts";
import { play } from "./play.ts";
import { readState, type State } from "./records.ts";
import { inStillTime } from "./still-time.ts";
import { World } from "./world.ts";

/** The longest time between the end of an execution and the next two sweeps. */
const sweepMs = 15 * 60_000;

/** One number a step; `play` says what it means. */
const choices = fc.noBias(fc.array(fc.nat(999_999), { maxLength: 500, size: "max" }));

/** The choices of a seed. */
export function choicesOf(seed: number): number[] {
  const [first = []] = fc.sample(choices, { seed, numRuns: 1 });
  return first;
}

export interface Outcome {
  readonly problems: readonly string[];
  /** What happened, a step a line. */
  readonly log: readonly string[];
}

/** Plays a run by these choices, waits until nothing moves, sweeps, resumes every run, and checks what is left each time. @param tamper Changes requests, to see whether it is noticed. */
export function outcomeOf(chosen: readonly number[], tamper?: Tamper): Promise<Outcome> {
  return inStillTime(() => played(chosen, tamper));
}

async function played(chosen: readonly number[], tamper: Tamper | undefined): Promise<Outcome> {
  const world = await World.start(tamper);
  const log: string[] = [];
  const problems: string[] = [];
  try {
    world.machine.start("run-1", {}, world.release);
    await play(world, chosen, log);
    await sweepTwice(world, log);
    const swept = await read(world);
    problems.push(...problemsOf(world, swept));
    for (const { runId } of swept.runs) {
      log.push(`${runId} is resumed without faults`);
      world.machine.start(`last-${runId}`, { resume: runId }, world.release);
      await play(world, [], log);
    }
    const resumed = await read(world);
    problems.push(
      ...[...problemsOf(world, resumed), ...problemsAfterResume(resumed)].map(
        (each) => `after a resume: ${each}`,
      ),
      ...changedSuccesses(swept, resumed),
    );
  } catch (cause) {
    problems.push(String(cause instanceof Error ? cause.stack : cause));
  } finally {
    await world.stop();
  }
  return { problems, log };
}

async function sweepTwice(world: World, log: string[]): Promise<void> {
  for (const _ of [1, 2]) {
    log.push("the sweep runs");
    world.clock.advance(sweepMs);
    world.invoke("sweep", {}).catch((cause) => log.push(`the sweep failed: ${cause}`));
    await play(world, [], log);
  }
}

async function read(world: World): Promise<State> {
  const { result } = world.turnstile.run("check", () => readState(world));
  const state = result.then((value) => value);
  await play(world, [], []);
  return state;
}
