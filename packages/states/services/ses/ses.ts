import type { Block } from "../../authoring/block.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { Expr, Value } from "../../expression/types.ts";
import type { PermittedResource } from "../../permissions.ts";
import { siblingArn } from "../arn.ts";
import type { Call } from "../parameters.ts";
import { passingFaults } from "../transient-errors.ts";

type Text = { readonly Data: Value<string>; readonly Charset?: "UTF-8" };
type Addresses = readonly Value<string>[] | Expr<string[]>;

/** Of SendEmail's request (API version 2), in the spelling of Step Functions. */
export interface SendEmailArguments {
  /** ARN of the verified identity (domain or address) that it is sent as: the right to it is what the machine gets. */
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

const resource = "arn:aws:states:::aws-sdk:sesv2:sendEmail";

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
export const sesCalls: Readonly<Record<string, Call>> = {
  [resource]: {
    required: ["Content"],
    parameters: {
      ConfigurationSetName: true,
      Content: {
        Raw: true,
        Simple: { Attachments: true, Body: { Html: true, Text: true }, Headers: true, Subject: true },
        Template: true,
      },
      Destination: { BccAddresses: true, CcAddresses: true, ToAddresses: true },
      EmailTags: true,
      EndpointId: true,
      FeedbackForwardingEmailAddress: true,
      FeedbackForwardingEmailAddressIdentityArn: true,
      FromEmailAddress: true,
      FromEmailAddressIdentityArn: true,
      ListManagementOptions: true,
      ReplyToAddresses: true,
      TenantName: true,
    },
  },
};

/** Amazon SES, version 2. */
export class Ses {
  readonly #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  /** Sends an e-mail. */
  sendEmail(
    name: string,
    email: SendEmailArguments,
    options?: TaskOptions,
  ): Expr<{ readonly MessageId: string }> {
    return task(this.#block, name, {
      retry: passingFaults("SesV2.TooManyRequestsException", "SesV2.SdkClientException"),
      ...options,
      resource,
      arguments: toNode(email),
      permissions: [{ actions: ["ses:SendEmail"], resources: resourcesOf(email) }],
    });
  }
}

/** SendEmail is authorised for the identity and, where they are used, for the template and the configuration set. */
function resourcesOf(email: SendEmailArguments): PermittedResource[] {
  const identity = toNode(email.FromEmailAddressIdentityArn);
  const beside = (kind: string, name: Value<string>): PermittedResource => {
    const node = toNode(name);
    // Which one it is may be known only at run time.
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
