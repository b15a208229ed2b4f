import pino from "pino";
import { env, jobIdVariable } from "../../contract/env.ts";
import { exitCode } from "../../contract/exit-codes.ts";
import { plannedWorkflow } from "../planned-workflow.ts";
import { platformFromEnvironment, required } from "../storage/stores.ts";
import { answerRequest } from "./answer-request.ts";

/** JSON lines on standard output, each written at once, as the stages' are. */
const log = pino(
  { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
  pino.destination({ dest: 1, sync: true }),
).child({ job: process.env[jobIdVariable] });

/**
 * Stops where it is: the lock stays this execution's, a plan counts only when it is complete, and another attempt writes
 * again whatever was left in between. Tidying up would let another run in.
 */
for (const name of ["SIGTERM", "SIGINT"] as const) {
  process.once(name, () => {
    log.warn("the container was stopped before the plan was made");
    process.exit(exitCode.tryAgain);
  });
}

/** The planner's job: what the metadata function does, for as long as it takes. Gives the process's exit code. */
async function main(): Promise<number> {
  try {
    const planning = required(env.planning);
    return await answerRequest(platformFromEnvironment(), planning, plannedWorkflow, log);
  } catch (error) {
    log.error({ err: error }, "the job is not set up");
    return exitCode.badConfig;
  }
}

// Connections that are kept alive must not hold up the exit.
process.exit(await main());
