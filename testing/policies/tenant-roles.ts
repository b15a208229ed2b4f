import { role, rolePolicy } from "../../policies/kit/resource-types.ts";
import type { GivenInStack } from "./checking.ts";

/** IAM replaces it by the session's tenant. */
export const tag = `\${aws:PrincipalTag/tenant}`;

/** Statements of a tenant role that its tag limits. */
export const read = {
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:PutObject"],
  Resource: `arn:aws:s3:::shop-data/tenants/${tag}/*`,
};
export const list = {
  Effect: "Allow",
  Action: "s3:ListBucket",
  Resource: "arn:aws:s3:::shop-data",
  Condition: { StringLike: { "s3:prefix": `tenants/${tag}/*` } },
};

/** A policy document as text. */
export const json = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** The role `shop-<name>`. */
export const roleOf = (name: string, assumeRolePolicy: string, more: object = {}): GivenInStack => ({
  type: role,
  name,
  props: { name: `shop-${name}`, assumeRolePolicy, ...more },
});

/** `<of>-policy`, an inline policy of the role `of`. */
export const policyOf = (of: string, ...statements: readonly object[]): GivenInStack => ({
  type: rolePolicy,
  name: `${of}-policy`,
  props: { role: `shop-${of}`, policy: json(...statements) },
  from: { role: [of] },
});
