import pino from "pino";
import { env, jobIdVariable } from "../../contract/env.ts";
import { exitCode } from "../../contract/exit-codes.ts";
import { required, storesFromEnvironment } from "../storage/stores.ts";
import { workflowByName } from "../workflow-by-name.ts";
import { answerRequest } from "./answer-request.ts";

/** Logs JSON lines on standard output without delay, as stages do. */
const log = pino(
  { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
  pino.destination({ dest: 1, sync: true }),
).child({ job: process.env[jobIdVariable] });

/**
 * Stops without cleaning up. The execution keeps the lock, an incomplete plan does not count, and the next attempt
 * writes everything again. Cleaning up would let another run start.
 */
for (const name of ["SIGTERM", "SIGINT"] as const) {
  process.once(name, () => {
    log.warn("the container was stopped before the plan was made");
    process.exit(exitCode.tryAgain);
  });
}

/** The planner's job: the plan function without its time limit. Returns the process's exit code. */
async function main(): Promise<number> {
  try {
    const planning = required(env.planning);
    return await answerRequest(storesFromEnvironment(), planning, workflowByName, log);
  } catch (error) {
    log.error({ err: error }, "the job is not configured");
    return exitCode.badConfig;
  }
}

// Open connections must not delay the exit.
process.exit(await main());
