import type { PermittedResource } from "../../core/permission.ts";
import type { TaskOptions } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { Expr, Value } from "../../expression/types.ts";
import { siblingArn } from "../arn.ts";
import { Service } from "../service-base.ts";

type Text = { readonly Data: Value<string>; readonly Charset?: "UTF-8" };
type Addresses = readonly Value<string>[] | Expr<string[]>;

/** The request of SendEmail (API version 2), as Step Functions spells it. */
interface SendEmailArguments {
  /** ARN of the verified identity (domain or address) to send as. The machine gets the right to it. */
  readonly FromEmailAddressIdentityArn: Value<string>;
  readonly FromEmailAddress: Value<string>;
  readonly Destination: {
    readonly ToAddresses?: Addresses;
    readonly CcAddresses?: Addresses;
    readonly BccAddresses?: Addresses;
  };
  readonly ReplyToAddresses?: Addresses;
  readonly Content:
    | {
        readonly Simple: {
          readonly Subject: Text;
          readonly Body: { readonly Text?: Text; readonly Html?: Text };
        };
      }
    | {
        /** `TemplateData` is JSON text: see `stringify`. */
        readonly Template: { readonly TemplateName: Value<string>; readonly TemplateData: Value<string> };
      };
  readonly ConfigurationSetName?: Value<string>;
  readonly EmailTags?: readonly { readonly Name: Value<string>; readonly Value: Value<string> }[];
}

/** Amazon SES, version 2. */
export class Ses extends Service {
  /** Sends an e-mail.
   * @example m.ses.sendEmail("Report", { FromEmailAddressIdentityArn: token("identity"), FromEmailAddress: from, … }) */
  sendEmail(
    name: string,
    email: SendEmailArguments,
    options?: TaskOptions,
  ): Expr<{ readonly MessageId: string }> {
    return this.call(name, options, {
      integration: "aws-sdk:sesv2:sendEmail",
      arguments: email,
      permissions: [{ actions: ["ses:SendEmail"], resources: resourcesOf(email) }],
      transientErrors: ["SesV2.TooManyRequestsException", "SesV2.SdkClientException"],
    });
  }
}

/** SendEmail needs rights on the identity, and on the template and the configuration set when they are used. */
function resourcesOf(email: SendEmailArguments): PermittedResource[] {
  const identity = toNode(email.FromEmailAddressIdentityArn);
  const beside = (kind: string, name: Value<string>): PermittedResource => {
    const node = toNode(name);
    // The name may be known only at run time.
    const known = node.kind === "literal" ? String(node.value) : "*";
    return { arn: identity, derive: (arn) => siblingArn(arn, "ses", `${kind}/${known}`) };
  };
  const { Content, ConfigurationSetName } = email;
  return [
    { arn: identity },
    ...("Template" in Content ? [beside("template", Content.Template.TemplateName)] : []),
    ...(ConfigurationSetName === undefined ? [] : [beside("configuration-set", ConfigurationSetName)]),
  ];
}
