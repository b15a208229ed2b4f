import type { Coverage } from "../../models/coverage.ts";

/** What STS here does with the members of AWS's model. */
export const coverage: Coverage = {
  GetCallerIdentity: {},
  AssumeRole: {
    refused: ["SerialNumber", "TokenCode", "ProvidedContexts"],
    ignored: { MinimumSessionTokenSize: "the session's token has one size" },
  },
};
