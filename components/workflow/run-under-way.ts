import { CodedError, codedMessage } from "@batchline/diagnostics";
import { ResourceHook } from "@pulumi/pulumi";

/** A state machine would be deleted while a run of it is under way (BL-K012). */
export class RunUnderWayError extends CodedError<"BL-K012"> {}

/** Pulumi's engine keeps it in the state, and looks there for the hook of a removed workflow. It never changes. */
const hookName = "batchline-no-run-under-way";

/**
 * Refuses the deletion of a state machine while a run of it is under way, already in the preview. Its runs are looked up with the
 * credentials of the environment and the endpoint of `AWS_ENDPOINT_URL`. A program makes one: also for workflows that it no longer has.
 * @example new StateMachine(name, args, { hooks: { beforeDelete: [refusalDuringRuns()] } });
 */
export function refusalDuringRuns(): ResourceHook {
  return new ResourceHook(
    hookName,
    async ({ id, name }) => {
      const runs = await runsUnderWay(id);
      if (runs.length === 0) return;
      const names = runs.map(({ name }) => name).join(", ");
      const stop = `aws stepfunctions stop-execution --execution-arn ${runs[0]?.executionArn}`;
      const error = new RunUnderWayError(
        "BL-K012",
        `the workflow ${JSON.stringify(name)} cannot be deleted while it runs: ${names}. ` +
          `Wait for the end, or stop it with \`${stop}\`. Then deploy again.`,
      );
      // Pulumi shows nothing else of an error.
      throw new Error(codedMessage(error), { cause: error });
    },
    { onDryRun: true },
  );
}

/** The latest 10 running executions of a state machine; none if it does not exist. */
async function runsUnderWay(stateMachineArn: string) {
  // Most deployments delete no workflow.
  const { ListExecutionsCommand, SFNClient, StateMachineDoesNotExist } = await import("@aws-sdk/client-sfn");
  const client = new SFNClient({ region: stateMachineArn.split(":")[3] ?? "" });
  try {
    const request = { stateMachineArn, statusFilter: "RUNNING", maxResults: 10 } as const;
    const { executions = [] } = await client.send(new ListExecutionsCommand(request));
    return executions;
  } catch (cause) {
    if (cause instanceof StateMachineDoesNotExist) return [];
    throw cause;
  } finally {
    client.destroy();
  }
}
