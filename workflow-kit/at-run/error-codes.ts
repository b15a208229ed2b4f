import type { ErrorCodes } from "@batchline/diagnostics";

/** Errors of stages in their containers. docs/errors.md lists them. */
export const errorCodes = {
  "BL-R001": {
    means: "One item cannot be processed. The stage counts it as failed and goes on.",
    fix: "The reason is about the item: fix its data, or raise the tenant's maxItemFailures.",
  },
  "BL-R002": {
    means: "The tenant's data is wrong, so the stage ended with exit code 65. Batch does not retry it.",
    fix: "Fix what the message names, such as the feed, and run the tenant again.",
  },
  "BL-R003": {
    means: "Something was unavailable for a while, so the stage ended with exit code 75. Batch retries it.",
    fix: "Nothing, unless the retries fail too: then check the host that the message names.",
  },
  "BL-R004": {
    means: "The deployment is wrong, so the stage ended with exit code 78. Batch does not retry it.",
    fix: "Deploy the stack again, so that job definitions, image and manifest fit each other.",
  },
  "BL-R005": {
    means: "The container was stopped, for example by a Spot reclaim. Exit code 143, and Batch retries it.",
    fix: "Nothing: the next attempt goes on with what is left.",
  },
  "BL-R006": {
    means: "A request to a supplier's server failed.",
    fix: "Check the URL and the server that the message names.",
  },
  "BL-R007": {
    means: "A node of a multi-node parallel job failed or was lost, so the job ended with it.",
    fix: "See the log of the node that the message names.",
  },
  "BL-R008": {
    means: "A connection between nodes broke the protocol, and the main node closed it.",
    fix: "Nothing for one line in a log; if a job fails with it, use one image for all nodes.",
  },
  "BL-R009": {
    means: "An object that the stage reads is not in the tenant's store.",
    fix: "Check that an earlier stage or run wrote it, and that nothing deleted it.",
  },
  "BL-R010": {
    means:
      "The job failed as often as its stage may, the last time without a word, as its container was killed. Reclaims do not count.",
    fix: "The message has the reason of Batch. For a kill for memory, raise the stage's memoryMiB.",
  },
  "BL-R011": {
    means:
      "Another attempt has replaced an object since this one looked at it, so this one ended with exit code 75.",
    fix: "Nothing: an attempt that Batch had given up still worked. Batch retries the stage.",
  },
  "BL-R012": {
    means: "A stage writes an object that other attempts write too, without a word about what it replaces.",
    fix: "Write outputs to `outputKey(…)`. For an object that every run replaces, take a `snapshot` first and use `replace`.",
  },
  "BL-R013": {
    means: "The broker grants the container no chunk, so the container ended with exit code 78.",
    fix: "The message has the broker's reason and its code (BL-B). After the end of a run, that is as it should be.",
  },
  "BL-R014": {
    means:
      "The decoder, the child process that reads bytes of suppliers, died or answered nonsense. Exit code 75, and Batch retries the stage.",
    fix: "If it was killed for memory, raise the stage's memoryMiB. Else look at the bytes: the log has the decoder's last words.",
  },
  "BL-R015": {
    means: "The execution was closed before the container began, so the container ended with exit code 78.",
    fix: "Nothing: the container is of an execution that has ended. A resume starts others.",
  },
} as const satisfies ErrorCodes;

export type StageErrorCode = keyof typeof errorCodes;
