import { setTimeout as delay } from "node:timers/promises";
import { referenceCpuMs } from "@batchline/diagnostics/testing";
import { type RawRequest, sendSigned } from "../signed-request.ts";
import { type Account, startAccount } from "./account.ts";
import { createFixtures } from "./fixtures.ts";
import { Probe } from "./probe.ts";
import { type Case, caseOf } from "./requests.ts";

/** No turn of the event loop may take longer, in milliseconds of CPU; on a slow machine, as long as two reference loops. */
const longestTurnMs = 50;
/** Another client is answered within this. */
const longestProbeMs = 200;
/** So many requests may delete what the others refer to. */
const fixturesEach = 50;
const answerMs = 15_000;

export interface Problem {
  readonly seed: number;
  readonly name: string;
  readonly what: string;
}

interface Options {
  readonly first: number;
  readonly count: number;
  /** Called with each problem. */
  readonly report: (problem: Problem) => void;
  /** Whether the probe's waits count: on a machine that others load, they say nothing. @default true */
  readonly probed?: boolean;
  /** Called before each request. */
  readonly before?: (account: Account, seed: number) => void;
}

/** Sends the requests of `count` seeds, one after the other. Returns how many were answered as they must be. */
export async function run({ first, count, report, probed = true, before }: Options): Promise<number> {
  let account: Account | undefined;
  let probe: Probe | undefined;
  let passed = 0;
  try {
    for (let seed = first; seed < first + count; seed++) {
      const fresh = account === undefined;
      account ??= await startAccount();
      probe ??= new Probe(account);
      if (fresh || (seed - first) % fixturesEach === 0) await settled(account, probe, fresh);
      const one = caseOf(seed);
      before?.(account, seed);
      const { problems, ended } = await outcomeOf(account, one);
      // The machine may have held a client up. It does so no three times.
      const waits = !ended && probed && (await waitsAgain(account, probe, one));
      if (waits) problems.push(`another client waited for more than ${longestProbeMs} ms, three times`);
      for (const what of problems) report({ seed, name: one.name, what });
      if (problems.length === 0) passed++;
      if (!ended) continue;
      probe.stop();
      account = undefined;
      probe = undefined;
    }
    return passed;
  } finally {
    probe?.stop();
    await account?.stop();
  }
}

/** What starting and loading took does not count. */
async function settled(account: Account, probe: Probe, fresh: boolean): Promise<void> {
  const refusals = await createFixtures(account);
  if (fresh && refusals.length > 0)
    throw new Error(`requests refer to what was refused: ${refusals.join("; ")}`);
  await account.turn();
  probe.longestMs();
}

interface Outcome {
  readonly problems: string[];
  /** Whether the account's process ended. */
  readonly ended: boolean;
}

async function outcomeOf(account: Account, { request }: Case): Promise<Outcome> {
  const problems: string[] = [];
  try {
    const sent = sendSigned(account.endpoint, account.credentials, request);
    const answer = await Promise.race([sent, delay(answerMs, undefined, { ref: false })]);
    if (answer === undefined) {
      account.kill();
      return { problems: [`there was no answer in ${answerMs / 1000} s`], ended: true };
    }
    if (answer.status === 500) problems.push(`it was answered ${answer.error.slice(0, 500)}`);
    const { longestMs } = await account.turn();
    if (longestMs > longestTurnMs && longestMs > 2 * referenceCpuMs())
      problems.push(`it held the event loop for ${Math.round(longestMs)} ms of CPU`);
  } catch (cause) {
    const ended = await account.ended();
    if (ended !== undefined) return { problems: [ended], ended: true };
    if (!isExcused(cause, request)) problems.push(`there was no answer: ${String(cause)}`);
  }
  return { problems, ended: false };
}

async function waitsAgain(account: Account, probe: Probe, one: Case): Promise<boolean> {
  for (let again = 0; again < 2; again++) {
    if (probe.longestMs() <= longestProbeMs) return false;
    await outcomeOf(account, one);
  }
  return probe.longestMs() > longestProbeMs;
}

/** The gateway reads no more than 1 MiB of what it refuses; and Node's client sends not everything. */
function isExcused(cause: unknown, { body = "" }: RawRequest): boolean {
  const { code = "" } = cause as NodeJS.ErrnoException;
  return code.startsWith("ERR_") || (["ECONNRESET", "EPIPE"].includes(code) && body.length > 1024 ** 2);
}
