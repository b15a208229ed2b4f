import { paginateListCostAllocationTags } from "@aws-sdk/client-cost-explorer";
import { type Check, note, ok, wrong } from "../check.ts";

/** The tags of a stack's resources; see `index.ts` and components. */
const tags = ["application", "stack", "workflow", "stage", "tenant"];

/** Whether bills can be divided by the stack's tags. */
export const costTags: Check = {
  name: "cost-tags",
  why: "AWS divides costs only by tags that are activated, and only from that day on.",
  actions: ["ce:ListCostAllocationTags"],
  async run({ clients }, abortSignal) {
    const active: string[] = [];
    const inactive: string[] = [];
    try {
      const pages = paginateListCostAllocationTags(
        { client: clients.costExplorer },
        { TagKeys: tags, Type: "UserDefined" },
        { abortSignal },
      );
      for await (const { CostAllocationTags = [] } of pages)
        for (const { TagKey = "", Status } of CostAllocationTags)
          (Status === "Active" ? active : inactive).push(TagKey);
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      // AWS's text: "Linked account doesn't have access to cost allocation tags."
      if (/linked account/i.test(cause.message))
        return [note("not checked: only the organisation's management account sees these tags")];
      // AWS's text in an account that is new: "User not enabled for cost explorer access"
      if (/not enabled for cost explorer/i.test(cause.message))
        return [
          note("not checked: Cost Explorer is off in this account", "open it once in the console of Billing"),
        ];
      throw cause;
    }
    const unknown = tags.filter((tag) => !active.includes(tag) && !inactive.includes(tag));
    const activate = inactive.map((tag) => `TagKey=${tag},Status=Active`).join(" ");
    return [
      ...(active.length > 0 ? [ok(`active: ${active.join(", ")}`)] : []),
      ...(inactive.length > 0
        ? [
            wrong(
              `not active: ${inactive.join(", ")}`,
              `aws ce update-cost-allocation-tags-status --cost-allocation-tags-status ${activate}`,
            ),
          ]
        : []),
      ...(unknown.length > 0
        ? [note(`AWS has not seen yet: ${unknown.join(", ")}. It takes a day after a resource has the tag`)]
        : []),
    ];
  },
};
