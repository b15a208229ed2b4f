import type { ErrorCodes } from "@batchline/diagnostics";

/** The errors of the `batchline` command. */
export const errorCodes = {
  "BL-U001": {
    means: "An option, an argument or a name is not known to the command.",
    fix: "Use one of the names that the message lists, or see --help.",
  },
  "BL-U002": {
    means: "A value that the command needs is missing.",
    fix: "Give the option that the message names.",
  },
  "BL-U003": {
    means: "The command was started outside of a project.",
    fix: "Start it in the folder with Pulumi.yaml, or below it.",
  },
  "BL-U004": {
    means: "A file or folder cannot be read or written.",
    fix: "Check the path and its permissions.",
  },
  "BL-U005": {
    means: "A generated file is not up to date.",
    fix: "Run the command that the message names, and commit the file.",
  },
  "BL-U006": {
    means: "The command would replace something that exists.",
    fix: "Choose another name, or edit what exists.",
  },
  "BL-U009": {
    means: "The stack is not deployed, or its deployment is older than the program.",
    fix: "Deploy it with npx pulumi up, or run with --local.",
  },
  "BL-U010": {
    means: "git cannot answer, or does not know the commit.",
    fix: "Check the commit's name, and fetch it if the checkout is shallow.",
  },
  "BL-U012": {
    means: "A policy configuration file is not valid.",
    fix: "Fix it at the line and column that the message names.",
  },
  "BL-U013": { means: "The command was interrupted by Ctrl-C, SIGTERM or SIGHUP.", fix: "Start it again." },
  "BL-U014": {
    means: "A question got no answer.",
    fix: "Answer on a terminal, or give all values as options with --yes.",
  },
  "BL-U015": {
    means: "A prediction needs a fact that only a deployment has, such as the number of a tenant's images.",
    fix: "Give --history with the records of an earlier run.",
  },
  "BL-U016": {
    means: "Another process keeps the project's embedded AWS up.",
    fix: "Use that one, or end it with Ctrl-C.",
  },
  "BL-U018": {
    means: "The project's program differs from the deployed one.",
    fix: "Check out the version that is deployed.",
  },
  "BL-U017": {
    means: "There is no local session with the stack, or another process has it open.",
    fix: "Start npx batchline local, or a run with the option --local.",
  },
} as const satisfies ErrorCodes;

export type CliErrorCode = keyof typeof errorCodes;
