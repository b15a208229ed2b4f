import { expect } from "chai";
import { examined, lines } from "../../../testing/doctor/examined.ts";
import { costTags } from "./cost-tags.ts";

describe("doctor: cost-tags", () => {
  it("tags: active ones, inactive ones with the command, and those that AWS has not seen", async () => {
    const { findings } = await examined(costTags);
    expect(findings.map(({ status, what }) => `${status} ${what}`)).to.deep.equal([
      "ok active: application, stack",
      "wrong not active: workflow",
      "note AWS has not seen yet: stage, tenant. It takes a day after a resource has the tag",
    ]);
    expect(findings[1]?.fix).to.equal(
      "aws ce update-cost-allocation-tags-status --cost-allocation-tags-status TagKey=workflow,Status=Active",
    );
  });

  it("a member of an organisation: a note, because only the management account sees them", async () => {
    const message = "Linked account doesn't have access to cost allocation tags.";
    const answers = { ListCostAllocationTags: { code: "AccessDeniedException", message } };
    expect(await lines(costTags, { answers })).to.deep.equal([
      "note not checked: only the organisation's management account sees these tags",
    ]);
  });

  it("an account without Cost Explorer: a note, because no right is missing", async () => {
    const message = "User not enabled for cost explorer access";
    const answers = { ListCostAllocationTags: { code: "AccessDeniedException", message } };
    expect(await lines(costTags, { answers })).to.deep.equal([
      "note not checked: Cost Explorer is off in this account",
    ]);
  });
});
