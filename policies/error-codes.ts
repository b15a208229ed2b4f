import type { ErrorCodes } from "@batchline/diagnostics";
import { rules } from "./rules.ts";

/** The rules' codes (BL-P…) in the form of every area's registry. */
export const errorCodes: ErrorCodes = Object.fromEntries(
  rules.map(({ code, title, fix }) => [code, { means: `The policy is not met: ${title}.`, fix }]),
);
