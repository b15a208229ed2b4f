import { z } from "zod";
import { resourceType, role } from "../kit/resource-types.ts";
import { type Context, on, resourceRule, texts } from "../kit/rule.ts";

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
  fix: "Attach an inline policy with the necessary actions and resources (components/policy-document.ts).",
  config: z.object({ allowed: texts("Names of accepted policies.") }),
  checks: ({ allowed }) => {
    const check = (path: string, arn: string | undefined, { report }: Context) => {
      const name = arn?.match(full)?.[2];
      if (name !== undefined && !allowed.includes(name)) report(path, `is AWS's ${name}`);
    };
    const checkList = (path: string, arns: readonly string[] | undefined, context: Context) =>
      context.each(arns, (arn, index) => check(`${path}[${index}]`, arn, context));
    return [
      ...attachments.map((type) =>
        on(type, ({ props }, context) => check("policyArn", props.policyArn, context)),
      ),
      on(role, ({ props }, context) => checkList("managedPolicyArns", props.managedPolicyArns, context)),
      on(exclusive, ({ props }, context) => checkList("policyArns", props.policyArns, context)),
    ];
  },
});
