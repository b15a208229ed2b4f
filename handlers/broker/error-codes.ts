import type { ErrorCodes } from "@batchline/diagnostics";

/** Codes of the broker's answers that grant nothing, and of its own failures. */
export const errorCodes = {
  "BL-B001": {
    means: "A request is not one of a container to the broker.",
    fix: "If a container of the stack sent it, deploy the stack again with `pulumi up`; its image is older or newer than the broker.",
  },
  "BL-B002": {
    means:
      "STS does not accept a container's proof: the signature is wrong, or is for another broker or job.",
    fix: "If a container of the stack sent it, deploy the stack again with `pulumi up`. Otherwise find out who sent it: somebody tries what the broker refuses.",
  },
  "BL-B003": {
    means:
      "A proof cannot be used now: it is more than five minutes off, or is not two seconds later than the latest.",
    fix: "The container signs again. If that does not help, check the clock of its instance.",
  },
  "BL-B004": {
    means: "A proof is not of a container's role in this account.",
    fix: "Find out who asked: the broker's log has the caller. Only containers of the stack's jobs may ask the broker.",
  },
  "BL-B005": {
    means: "A job does not run in the container that asks for it.",
    fix: "Nothing, if the job has ended or another attempt runs it. Otherwise look at the task that the broker's log names: it tries what the broker refuses.",
  },
  "BL-B006": {
    means: "AWS Batch does not know yet that a job runs.",
    fix: "The container waits and asks again.",
  },
  "BL-B007": {
    means: "A job's environment lacks what the broker needs to know its chunk.",
    fix: "Start the run again: its jobs were submitted by an earlier version. Do not submit jobs of stages by hand.",
  },
  "BL-B008": {
    means: "A run is not in progress any more, or another execution or manifest works on it.",
    fix: "Nothing: the run was stopped, closed or continued, and its earlier containers end.",
  },
  "BL-B009": {
    means: "A run's manifest lacks a chunk, or its chunk is not valid.",
    fix: "Start the run again.",
  },
  "BL-B010": {
    means: "The broker may not open a session of a tenant's data for a job's role.",
    fix: "Deploy the stack again with `pulumi up`. If the job is not the stack's, find out who submitted it: CloudTrail has its SubmitJob.",
  },
  "BL-B011": {
    means: "A service that the broker asks is busy or does not answer.",
    fix: "The container waits and asks again.",
  },
  "BL-B012": {
    means: "The broker itself failed.",
    fix: "Read its log: it has the reason.",
  },
} as const satisfies ErrorCodes;

export type BrokerErrorCode = keyof typeof errorCodes;
