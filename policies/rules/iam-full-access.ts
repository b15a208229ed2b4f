import { z } from "zod";
import { resourceType, role } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const attachments = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
].map((token) => resourceType<{ readonly policyArn: string }>(token));

const exclusive = resourceType<{ readonly policyArns: string[] }>(
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
);

/** AWS-managed policies that allow everything, or everything in a service. */
const full = /:aws:policy\/(.*\/)?([^/]*(FullAccess|AdministratorAccess|PowerUserAccess)[^/]*)$/;

export const iamFullAccess = resourceRule({
  name: "iam-full-access",
  code: "BL-P052",
  title: "No AWS-managed policy for full access is attached",
  severity: "high",
  enforcement: "mandatory",
  fix: "Attach an inline policy with the necessary actions and resources (components/policy-document.ts).",
  config: z.object({
    allowed: z.array(z.string()).default([]).describe("Names of accepted policies."),
  }),
  checks: ({ allowed }) => {
    const fullAccess = (arn: string | undefined) => {
      const name = arn?.match(full)?.[2];
      return name !== undefined && !allowed.includes(name) ? name : undefined;
    };
    return [
      ...attachments.map((attachment) =>
        on(attachment, ({ props }, { report }) => {
          const name = fullAccess(props.policyArn);
          if (name !== undefined) report("policyArn", `is AWS's ${name}`);
        }),
      ),
      on(role, ({ props }, { each, report }) =>
        each(props.managedPolicyArns, (arn, index) => {
          const name = fullAccess(arn);
          if (name !== undefined) report(`managedPolicyArns[${index}]`, `is AWS's ${name}`);
        }),
      ),
      on(exclusive, ({ props }, { each, report }) =>
        each(props.policyArns, (arn, index) => {
          const name = fullAccess(arn);
          if (name !== undefined) report(`policyArns[${index}]`, `is AWS's ${name}`);
        }),
      ),
    ];
  },
});
