import { rolePolicy } from "../../policies/kit/resource-types.ts";

/** One statement that keeps every rule. */
export const happyStatement = {
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:PutObject"],
  Resource: "arn:aws:s3:::shop-platform/runs/*",
};

/** A role's policy whose second statement has some elements changed; the first denies everything, which no rule refuses. */
export function rolePolicyWith(changed: object) {
  const deny = { Effect: "Deny", Action: "*", Resource: "*" };
  const Statement = [deny, { ...happyStatement, ...changed }];
  return {
    type: rolePolicy,
    name: "worker",
    props: { role: "shop-worker", policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
  };
}
