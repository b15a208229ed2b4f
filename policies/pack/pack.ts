import { PolicyPack } from "@pulumi/policy";
import { rules } from "../rule-list.ts";
import { asPolicy } from "./as-policy.ts";
import { returnAssetsAsSent } from "./assets-as-sent.ts";

returnAssetsAsSent();
new PolicyPack("batchline", {
  displayName: "Batchline",
  description: "Rules for Batchline's infrastructure, as a reviewer would apply them.",
  provider: "aws",
  policies: rules.map(asPolicy),
});
