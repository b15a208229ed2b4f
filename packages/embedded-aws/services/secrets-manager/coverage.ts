import type { Coverage } from "../../models/coverage.ts";

/** What Secrets Manager here does with the members of AWS's model. */
export const coverage: Coverage = { GetSecretValue: {} };
