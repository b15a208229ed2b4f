import type { ErrorCodes } from "@batchline/diagnostics";

/** The errors of the page's server and of reports. */
export const errorCodes = {
  "BL-D001": {
    means: "The request was made for another host, or by another site's page.",
    fix: "Open the address that the command printed.",
  },
  "BL-D002": {
    means: "The request lacks the key of the address that the command printed.",
    fix: "Open that address again, with its key.",
  },
  "BL-D003": {
    means: "The page asked for something that the server does not have.",
    fix: "Go back to the list of runs, and reload the page.",
  },
  "BL-D004": {
    means: "The server does not understand the request.",
    fix: "Reload the page: it may be of an earlier version than the server.",
  },
  "BL-D005": {
    means: "The page's port is taken, or may not be used.",
    fix: "Choose another with --port, or let it choose a free one.",
  },
  "BL-D006": {
    means: "The run cannot be rerun or stopped as it is.",
    fix: "The message has the reason. Reload the page: the run may have changed meanwhile.",
  },
} as const satisfies ErrorCodes;

export type DashboardErrorCode = keyof typeof errorCodes;
