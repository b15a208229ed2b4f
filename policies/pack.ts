import { PolicyPack } from "@pulumi/policy";
import { asPolicy } from "./as-policy.ts";
import { rules } from "./rules.ts";

new PolicyPack("batchline", {
  displayName: "Batchline",
  description: "What a reviewer of Batchline's infrastructure looks for.",
  provider: "aws",
  policies: rules.map(asPolicy),
});
