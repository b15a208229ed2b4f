import { PolicyPack } from "@pulumi/policy";
import { rules } from "../rules.ts";
import { asPolicy } from "./as-policy.ts";

new PolicyPack("batchline", {
  displayName: "Batchline",
  description: "What a reviewer of Batchline's infrastructure looks for.",
  provider: "aws",
  policies: rules.map(asPolicy),
});
