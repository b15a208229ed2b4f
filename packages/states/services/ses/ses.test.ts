import { stringify, token } from "../../index.ts";
import { arn, arns, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of SES", () => {
  testTasks({
    "ses.sendEmail": {
      resource: "aws-sdk:sesv2:sendEmail",
      describe: (m) =>
        m.ses.sendEmail("Do", {
          FromEmailAddressIdentityArn: token("identity"),
          FromEmailAddress: "jobs@shop.example",
          Destination: { ToAddresses: ["a@shop.example"] },
          Content: { Template: { TemplateName: "done", TemplateData: stringify({ id: m.input.id }) } },
          ConfigurationSetName: "main",
        }),
      args: {
        FromEmailAddressIdentityArn: arns.identity,
        FromEmailAddress: "jobs@shop.example",
        Destination: { ToAddresses: ["a@shop.example"] },
        Content: {
          Template: {
            TemplateName: "done",
            TemplateData: "{% $string({'id': $states.context.Execution.Input.id}) %}",
          },
        },
        ConfigurationSetName: "main",
      },
      rights: ["configuration-set/main", "identity/shop.example", "template/done"].map(
        (resource) => `ses:SendEmail ${arn("ses", resource)}`,
      ),
    },
  });
});
