/**
 * The stable codes of everything that can be wrong with the tenants' files. A code never changes its meaning and is never
 * used again for another; docs/tenants.md lists them for support people.
 */
export const problemCodes = {
  "BL-T001": "The file is not UTF-8 text.",
  "BL-T002": "The file is not valid YAML.",
  "BL-T003": "A tab is used for indentation; YAML allows spaces only.",
  "BL-T004": "A key is given twice in the same block.",
  "BL-T005":
    "An alias (*name) has no anchor (&name) before it, or aliases would multiply the file beyond its limit.",
  "BL-T006": "The file is empty or is not a block of `key: value` lines.",
  "BL-T007": "A key is not known here.",
  "BL-T008": "A key that must be given is missing or has no value.",
  "BL-T009": "A value has the wrong type, for example text where a number belongs.",
  "BL-T010": "A value is of the right type but not allowed: too small, too large, or not one of the choices.",
  "BL-T011": "A URL is not a complete http:// or https:// address.",
  "BL-T012": "A bucket name breaks the naming rules of S3.",
  "BL-T013": "The file's name differs from the tenant's id.",
  "BL-T014": "Two files have the same tenant id.",
  "BL-T015": "Two tenants name the same own bucket.",
  "BL-T016": "There is no workflow of this name.",
  "BL-T017": "The folder cannot be read, or holds something that is not a tenant's file.",
  "BL-T018": "The file is larger than a tenant's file may be.",
  "BL-T019": "A schedule's cron expression is not one that EventBridge Scheduler takes.",
  "BL-T020": "A schedule's time zone is not an IANA time zone.",
} as const;

export type ProblemCode = keyof typeof problemCodes;
