import type { ErrorCodes } from "@batchline/diagnostics";

/** Codes of the errors that the plan, close, stop and notice functions throw. */
export const errorCodes = {
  "BL-H001": {
    means: "The function was deployed without the workflow that a run names.",
    fix: "Correct the workflow's name, or deploy it with `pulumi up`.",
  },
  "BL-H002": {
    means: "Another run of the workflow is in progress and holds its lock.",
    fix: "Wait until it ends, then start the run again.",
  },
  "BL-H003": {
    means: "The input of an execution is not valid.",
    fix: "Use only tenants, force, resume and stages; schedule and scheduledAt are for schedules.",
  },
  "BL-H004": {
    means: "A run names tenants that are not deployed.",
    fix: "Correct the tenant ids, or deploy the tenants with `pulumi up`.",
  },
  "BL-H005": {
    means: "An object of the platform bucket is missing.",
    fix: "Check the run id; for tenants.json run `pulumi up`.",
  },
  "BL-H006": {
    means: "The deployed tenants.json holds no list of tenants.",
    fix: "Write it again with `pulumi up`.",
  },
  "BL-H007": {
    means: "An environment variable of the function or container is missing.",
    fix: "Deploy the stack again with `pulumi up`.",
  },
  "BL-H008": {
    means: "DynamoDB throttled the table of runs for too long.",
    fix: "Start the run again later.",
  },
  "BL-H009": {
    means: "None of the run's tenants could be planned.",
    fix: "Fix the tenant that the message names, then start the run again.",
  },
  "BL-H010": {
    means: "An event names a state machine that belongs to no workflow of the stack.",
    fix: "Deploy the stack again with `pulumi up`, which updates the event rule.",
  },
  "BL-H011": {
    means: "An execution is to be planned that has ended.",
    fix: "Start the run again.",
  },
  "BL-H012": {
    means: "A run is planned by an execution that does not, or no longer, own it.",
    fix: "Look at the run's item in the table. If it is not finished, resume the run.",
  },
  "BL-H013": {
    means: "A run is to be resumed that a living execution works on.",
    fix: "Wait until that execution ends, or stop it, then resume the run.",
  },
  "BL-H014": {
    means: "A dead execution holds the workflow's lock, and its run could not be closed.",
    fix: "Look at the log of the function `summary`, which closes runs. Then start the run again.",
  },
  "BL-H015": {
    means: "A chunk is to read the outputs of a run whose plan or records have expired.",
    fix: "Run the source workflow again for the tenant.",
  },
  "BL-H016": {
    means:
      "A run cannot be closed for an execution, because another one continues it, or there is no such run.",
    fix: "Nothing: the run is closed when the execution that continues it ends.",
  },
  "BL-H018": {
    means: "An execution has the name of an earlier one of its workflow, whose records are still there.",
    fix: "Start it under another name.",
  },
  "BL-H019": {
    means: "Batch refuses to terminate a job of a run that has ended.",
    fix: "Read Batch's words. If a right is missing, update the stack: `npx pulumi up`.",
  },
  "BL-H020": {
    means: "A resume is for chunks that have a certain stage before them, and the run has no such stage.",
    fix: "Correct its name. The message names the nearest one.",
  },
  "BL-H040": {
    means: "A run whose execution has ended is not closed, so its result cannot be reported.",
    fix: "Nothing: Lambda calls the function again. If the run stays open, look at the log of the function `stopped`.",
  },
  "BL-H041": {
    means: "The secret of the webhook has no address or no signing key.",
    fix: 'Put {"url": "https://…", "key": "whsec_…"} into the secret that `webhookSecret` names.',
  },
  "BL-H042": {
    means: "The webhook could not be reached, or did not accept a notice.",
    fix: "Check the address in the webhook's secret. The next run that fails sends the notice again.",
  },
  "BL-H043": {
    means: "The webhook's secret cannot be read.",
    fix: "Check that the secret exists. One with its own KMS key also needs a right in the key's policy.",
  },
  "BL-H044": {
    means: "Some notices about a run could not be sent.",
    fix: "Read the reasons in the message. `batchline doctor` checks the sender and the topic.",
  },
} as const satisfies ErrorCodes;

export type HandlerErrorCode = keyof typeof errorCodes;
