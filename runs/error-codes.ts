import type { ErrorCodes } from "@batchline/diagnostics";

/** The errors of reading and working on the runs of a deployed stack. */
export const errorCodes = {
  "BL-O001": {
    means:
      "The stack is not deployed, its outputs cannot be read, or its deployment is older than the program.",
    fix: "Deploy it with npx pulumi up, or use --local.",
  },
  "BL-O002": {
    means: "No run of the stack has this id, or begins with it.",
    fix: "Use an id of a run that is there. Records are kept for 90 days.",
  },
  "BL-O003": {
    means: "Several runs begin with these characters.",
    fix: "Give more of the id.",
  },
  "BL-O004": {
    means: "The run has no such tenant, stage or chunk.",
    fix: "Use one that the message names.",
  },
  "BL-O005": {
    means:
      "A stage of a chunk cannot be reproduced: it did not begin, or what it read is not there any more.",
    fix: "Reproduce another chunk, or the stage that the message names.",
  },
  "BL-O010": {
    means: "AWS got no credentials, or they are not valid any more.",
    fix: "Sign in (aws sso login), or set AWS_PROFILE.",
  },
  "BL-O011": {
    means: "The caller lacks a right.",
    fix: "Let an administrator allow the action that the message names. docs/doctor.md lists all rights.",
  },
  "BL-O012": {
    means: "AWS cannot be reached, or did not answer in time.",
    fix: "Check the network, VPN, proxy and region; then start the command again.",
  },
  "BL-O013": {
    means: "AWS throttled the requests, also after several tries.",
    fix: "Wait a minute, then start the command again.",
  },
  "BL-O014": {
    means: "The region is not known, or the account has not enabled it.",
    fix: "Set AWS_REGION to the stack's region, or enable it in the account's settings.",
  },
  "BL-O015": {
    means: "AWS refused a request for another reason.",
    fix: "The message has AWS's words. If AWS failed itself, start the command again.",
  },
  "BL-O020": {
    means: "A run was stopped, and the function that closes stopped runs has not closed it.",
    fix: "Look at the log of the function `stopped`. It tries again every 15 minutes.",
  },
  "BL-O021": {
    means:
      "The run cannot be gone on with: it is under way, was never planned, or has no such tenant or stage.",
    fix: "Do what the message says: follow it, stop it, start a new run, or correct the name.",
  },
  "BL-O022": {
    means: "Step Functions does not know the run's execution, and the run's records do not say how it ended.",
    fix: "Wait 15 minutes: runs whose executions are gone are closed then.",
  },
  "BL-O016": {
    means:
      "Settings of the AWS SDK contradict each other, such as a custom endpoint and AWS_USE_FIPS_ENDPOINT.",
    fix: "Check the variables that begin with AWS_, and the profile.",
  },
} as const satisfies ErrorCodes;

export type RunsErrorCode = keyof typeof errorCodes;
