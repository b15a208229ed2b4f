import { z } from "zod";
import { instanceSources } from "../kit/instances.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const instanceMetadata = resourceRule({
  name: "instance-metadata",
  code: "BL-P023",
  title: "Instances require a token for instance metadata (IMDSv2)",
  severity: "high",
  fix: "Set metadataOptions.httpTokens to required, and httpPutResponseHopLimit to 1, or to 2 if containers in their own network need it. Without tokens a worker that an attacker makes fetch a URL can leak the instance's credentials.",
  config: z.object({
    maxHopLimit: z.int().min(1).max(64).default(2).describe("Maximum network hops of a response."),
  }),
  checks: ({ maxHopLimit }) =>
    instanceSources.map((source) =>
      on(source, ({ props }, { separately, report, unchecked }) => {
        const options = props.metadataOptions;
        if (options?.httpEndpoint === "disabled") return;
        separately(() => {
          const tokens = options?.httpTokens;
          if (tokens === "required") return;
          if (tokens === undefined && "launchTemplate" in props)
            unchecked("metadataOptions.httpTokens, which the launch template sets");
          else report("metadataOptions.httpTokens", `is ${tokens ?? "not set"}, not required`);
        });
        const hops = options?.httpPutResponseHopLimit ?? 1;
        if (hops > maxHopLimit)
          report("metadataOptions.httpPutResponseHopLimit", `is ${hops}; the maximum is ${maxHopLimit}`);
      }),
    ),
});
