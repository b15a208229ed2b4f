import type { EmbeddedService } from "../../host/embedded-service.ts";
import { accountId } from "../../host/identity/principal.ts";
import { declaredOnly } from "../../providers/declared-only.ts";
import { textOf } from "../../providers/inputs.ts";

/** AWS Budgets: declared only. */
export const budgets: EmbeddedService<"budgets"> = {
  name: "budgets",
  resources: {
    "aws:budgets/budget:Budget": declaredOnly(
      (resource) => {
        const name = textOf(resource.inputs.name) ?? resource.readId?.split(":")[1] ?? resource.name;
        const arn = `arn:aws:budgets::${accountId}:budget/${name}`;
        return { id: `${accountId}:${name}`, outputs: { name, accountId, arn } };
      },
      // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
      { naming: { maxLength: 100, pattern: /^[^:\\]+$/ } },
    ),
  },
};
