import type { Logger } from "pino";
import { exitCode } from "../../contract/exit-codes.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFailure } from "../../contract/plan.ts";
import { isTransientError } from "../../contract/transient-error.ts";
import type { OwnFailures } from "../../workflow-kit/at-run/own-failures.ts";
import type { WorkflowByName } from "../workflow-by-name.ts";
import { plan } from "./plan-execution.ts";
import type { PlanStores } from "./plan-stores.ts";
import { parseRequest } from "./request.ts";

/** Longest error message. Step Functions accepts a cause of at most 32,768 characters. */
const longestMessage = 10_000;

/**
 * Handles the plan request under the S3 key prefix `planning`, as the plan function would. Writes the facts, or the
 * error, beside it. Returns the process's exit code. A second attempt writes the same answer; a failed one does not
 * block it.
 */
export async function answerRequest(
  stores: PlanStores,
  planning: string,
  workflowNamed: WorkflowByName,
  log: Logger,
  { limitReached }: OwnFailures,
): Promise<number> {
  const { bucket } = stores;
  try {
    if (limitReached !== undefined) throw limitReached;
    const text = await bucket.requiredText(platformKeys.planRequest(planning));
    const request = parseRequest(JSON.parse(text));
    const facts = await plan(stores, workflowNamed(request.workflow), request);
    // Overwrites an earlier answer, which may have been to ask again.
    await bucket.put(platformKeys.planResult(planning), JSON.stringify(facts), "application/json");
    log.info({ run: facts.runId, chunks: facts.chunks, tenants: facts.tenants }, facts.reason);
    return exitCode.done;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    log.error({ err: error }, message);
    const failure: PlanFailure = { errorType: name, errorMessage: message.slice(0, longestMessage) };
    // The log has the reason too, and the exit code decides.
    await bucket
      .put(platformKeys.planFailure(planning), JSON.stringify(failure), "application/json")
      .catch((cause) => log.error({ err: cause }, "the reason could not be written to S3"));
    return isTransientError(error) ? exitCode.tryAgain : exitCode.badData;
  }
}
