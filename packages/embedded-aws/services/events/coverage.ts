import type { Coverage } from "../../models/coverage.ts";

const force = { ignored: { Force: "no service of AWS manages rules here" } };

/** What EventBridge here does with the members of AWS's model. */
export const coverage: Coverage = {
  PutEvents: {
    refused: ["EndpointId"],
    ignored: { "Entries[].TraceHeader": "X-Ray is not there to receive it" },
  },
  DeleteRule: force,
  RemoveTargets: force,
};
