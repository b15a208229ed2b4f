import type { Coverage } from "../../models/coverage.ts";

/** What ECS here does with the members of AWS's model. */
export const coverage: Coverage = { DescribeContainerInstances: { refused: ["include"] } };
