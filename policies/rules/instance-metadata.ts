import { z } from "zod";
import { instanceSources } from "../kit/instances.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const instanceMetadata = resourceRule({
  name: "instance-metadata",
  code: "BL-P023",
  title: "Instances answer questions about themselves only to those who got a token first (IMDSv2)",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Set metadataOptions.httpTokens to required, and httpPutResponseHopLimit to 1, or 2 where containers in a network of their own have to ask. Without tokens a worker that is made to fetch a wrong URL hands out the instance's credentials.",
  config: z.object({
    maxHopLimit: z
      .int()
      .min(1)
      .max(64)
      .default(2)
      .describe("The most network hops that an answer may travel."),
  }),
  checks: ({ maxHopLimit }) =>
    instanceSources.map((source) =>
      on(source, ({ props }, { apart, report, unseen }) => {
        const options = props.metadataOptions;
        if (options?.httpEndpoint === "disabled") return;
        apart(() => {
          const tokens = options?.httpTokens;
          if (tokens === "required") return;
          if (tokens === undefined && "launchTemplate" in props)
            unseen("metadataOptions.httpTokens, which is the launch template's");
          else report(`metadataOptions.httpTokens is ${tokens ?? "not set"}; it has to be required`);
        });
        const hops = options?.httpPutResponseHopLimit ?? 1;
        if (hops > maxHopLimit)
          report(`metadataOptions.httpPutResponseHopLimit is ${hops}; the most is ${maxHopLimit}`);
      }),
    ),
});
