import type { Coverage } from "../../models/coverage.ts";

/** What SES here does with the members of AWS's model. */
export const coverage: Coverage = {
  SendEmail: {
    refused: [
      ...["FromEmailAddressIdentityArn", "FeedbackForwardingEmailAddressIdentityArn"],
      ...["EndpointId", "TenantName", "ListManagementOptions", "ConfigurationOverrides"],
      ...["Content.Simple.Headers", "Content.Simple.Attachments", "Content.Template"],
    ],
    ignored: {
      FeedbackForwardingEmailAddress: "no e-mail comes back",
      EmailTags: "they are for the events of a configuration set, and there is none",
      "Content.Simple.Subject.Charset": "the text is stored in UTF-8",
      "Content.Simple.Body.Text.Charset": "the text is stored in UTF-8",
      "Content.Simple.Body.Html.Charset": "the text is stored in UTF-8",
    },
  },
  GetEmailIdentity: {},
  DeleteEmailIdentity: {},
};
