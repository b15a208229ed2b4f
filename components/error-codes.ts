import type { ErrorCodes } from "@batchline/diagnostics";

/** The errors of the components. All but BL-K012 are about their arguments. */
export const errorCodes = {
  "BL-K001": {
    means: "A number is not whole, or outside the limits that AWS sets.",
    fix: "Use a number within the limits that the message names.",
  },
  "BL-K002": {
    means: "A list is empty, too long, or has the same entry twice.",
    fix: "Add the missing entry, or remove the surplus ones.",
  },
  "BL-K003": {
    means: "A text does not have the form that AWS expects.",
    fix: "Write it in the form that the message shows.",
  },
  "BL-K004": { means: "Two arguments contradict each other.", fix: "Keep one of them." },
  "BL-K005": {
    means: "No instance of the job queue can hold the job, so it would never start.",
    fix: "Request less, or allow larger instanceTypes, GPUs or a higher maxVcpus.",
  },
  "BL-K006": {
    means: "A multi-node job goes to a queue with Spot instances; AWS Batch does not run it there.",
    fix: "Give its queue on-demand environments only.",
  },
  "BL-K007": {
    means: "An argument refers to a name that the other arguments do not define.",
    fix: "Define the name, or correct its spelling.",
  },
  "BL-K008": {
    means: "A name or policy would be longer than AWS allows.",
    fix: "Shorten it as the message proposes.",
  },
  "BL-K009": {
    means: "An image is not named by its digest, so a moved tag could change what runs.",
    fix: "Write <registry>/<repository>@sha256:<64 hex digits>.",
  },
  "BL-K010": {
    means: "User data for instances is not valid.",
    fix: "Correct the part that the message names; a shell part starts with #!.",
  },
  "BL-K011": {
    means: "A file that an argument names does not exist.",
    fix: "Correct the path, which is relative to the program's folder, or write the file.",
  },
  "BL-K012": {
    means: "A workflow's state machine would be deleted while a run of it is under way.",
    fix: "Wait until the run that the message names has ended, or stop it. Then deploy again.",
  },
  "BL-K013": {
    means: "A tenant's file names another own bucket than the tenant has.",
    fix: "Write the former name again, or move the tenant as docs/tenants.md says.",
  },
} as const satisfies ErrorCodes;

export type ArgumentErrorCode = Exclude<keyof typeof errorCodes, "BL-K012">;
