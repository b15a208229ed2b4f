import { rolePolicy } from "../../policies/kit/resource-types.ts";

/** A statement that complies with every rule. */
export const happyStatement = {
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:PutObject"],
  Resource: "arn:aws:s3:::shop-platform/runs/*",
};

/** A role's policy with some elements of its second statement changed. The first denies everything, which all rules accept. */
export function rolePolicyWith(changed: object) {
  const deny = { Effect: "Deny", Action: "*", Resource: "*" };
  const Statement = [deny, { ...happyStatement, ...changed }];
  return {
    type: rolePolicy,
    name: "worker",
    props: { role: "shop-worker", policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
  };
}
