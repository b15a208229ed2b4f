import type { ErrorCodes } from "@batchline/diagnostics";
import { rules } from "./rule-list.ts";

/** The rules' codes (BL-P…) in the form of every area's registry. */
export const errorCodes: ErrorCodes = Object.fromEntries(
  rules.map(({ code, title, fix }) => [code, { means: `The policy is not met: ${title}.`, fix }]),
);
