import type { EmbeddedService } from "../../host/embedded-service.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { resources } from "./pulumi-resources.ts";
import { role } from "./role.ts";

/** IAM: roles and policies, which the gateway enforces. It has no wire protocol. */
export const iam: EmbeddedService<"iam", Identity> = {
  name: "iam",
  start: ({ identity }) => identity,
  resources: { ...resources, "aws:iam/role:Role": role },
};
