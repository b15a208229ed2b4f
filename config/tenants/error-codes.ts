import type { ErrorCodes } from "@batchline/diagnostics";

/** What can be wrong with the tenants' files. docs/tenants.md lists the codes for support people. */
export const errorCodes = {
  "BL-T001": { means: "The file is not UTF-8 text.", fix: "Save it with the encoding UTF-8." },
  "BL-T002": {
    means: "The file is not valid YAML.",
    fix: "Follow the hint below the line; quotes often help.",
  },
  "BL-T003": {
    means: "A tab is used for indentation; YAML allows spaces only.",
    fix: "Replace the tab by spaces.",
  },
  "BL-T004": { means: "A key is given twice in the same block.", fix: "Keep one of the two lines." },
  "BL-T005": {
    means:
      "An alias (*name) has no anchor (&name) before it, or aliases would multiply the file beyond its limit.",
    fix: "Write the value out.",
  },
  "BL-T006": {
    means: "The file is empty or is not a block of `key: value` lines.",
    fix: "Start it with `id:` and `name:`.",
  },
  "BL-T007": { means: "A key is not known here.", fix: "Correct its spelling, or remove the line." },
  "BL-T008": { means: "A required key is missing or has no value.", fix: "Add the key with a value." },
  "BL-T009": {
    means: "A value has the wrong type, for example text where a number belongs.",
    fix: "Write a value of the type that the message names.",
  },
  "BL-T010": {
    means: "A value is of the right type but not allowed: too small, too large, or not one of the choices.",
    fix: "Write a value within the limits that the message names.",
  },
  "BL-T011": {
    means: "An address is not complete, or of a kind that the field does not take.",
    fix: "Write the whole address, with its scheme.",
  },
  "BL-T012": {
    means: "A bucket name breaks the naming rules of S3.",
    fix: "Use 3–63 lower-case letters, digits and dashes.",
  },
  "BL-T013": {
    means: "The file's name differs from the tenant's id.",
    fix: "Rename the file, or correct the id of a tenant that has not run yet.",
  },
  "BL-T014": { means: "Two files have the same tenant id.", fix: "Give each tenant its own id." },
  "BL-T015": { means: "Two tenants name the same own bucket.", fix: "Give each tenant its own bucket." },
  "BL-T016": { means: "There is no workflow of this name.", fix: "Correct the workflow's name." },
  "BL-T017": {
    means: "The folder cannot be read, or holds something that is not a tenant's file.",
    fix: "Allow reading it; move everything that is not a tenant's .yaml file elsewhere.",
  },
  "BL-T018": {
    means: "The file is larger than a tenant's file may be.",
    fix: "Shorten it; a tenant's file is a page of text.",
  },
  "BL-T019": {
    means: "EventBridge Scheduler does not accept a schedule's cron expression.",
    fix: 'Write six fields, for example "0 5 * * ? *".',
  },
  "BL-T020": {
    means: "A schedule's time zone is not an IANA time zone.",
    fix: "Write an IANA name, for example Europe/Warsaw.",
  },
} as const satisfies ErrorCodes;

export type ProblemCode = keyof typeof errorCodes;
