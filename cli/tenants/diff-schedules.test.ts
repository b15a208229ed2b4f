import { expect } from "chai";
import { changes, diff } from "../../testing/cli/diff-command.ts";
import { gitProject } from "../../testing/cli/git-project.ts";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { tenantText } from "../../testing/cli/tenants-project.ts";

const pause = 'paused: "its shop is being rebuilt"\n';

describe("batchline tenants diff: schedules", () => {
  it("a changed schedule: before and after, with the number of tenants of each", async () => {
    const own = (cron: string, zone = "America/New_York") =>
      `    schedule: { cron: "${cron}", timezone: ${zone} }\n`;
    const weekly = own("0 3 ? * MON *");
    using project = gitProject({
      "acme.yaml": tenantText("acme"),
      "bolt.yaml": tenantText("bolt", weekly),
      "cafe.yaml": tenantText("cafe"),
      "delta.yaml": tenantText("delta"),
      "ember.yaml": tenantText("ember", own("0 3 * * ? *")),
    });
    project.tenant("acme.yaml", tenantText("acme", weekly));
    project.tenant("bolt.yaml", tenantText("bolt"));
    project.tenant("cafe.yaml", tenantText("cafe", "    schedule: by hand\n"));
    project.tenant("delta.yaml", tenantText("delta", own("0 3 * * ? *", "Europe/Warsaw")));
    const { acme, bolt, cafe, ...others } = await changes(project);
    expect(acme.fields).to.deep.equal([]);
    expect(acme.workflows).to.have.length(1);
    expect(acme.workflows[0]).to.deep.include({
      ...{ workflow: "catalog-import", effect: "changes", fields: [] },
      formerSchedule: "daily at 03:00 Europe/Warsaw",
      schedule: "cron(0 3 ? * MON *) America/New_York",
    });
    expect(bolt.workflows[0]?.schedule).to.equal("daily at 03:00 Europe/Warsaw");
    expect(cafe.workflows[0]?.schedule).to.equal("by hand");
    expect(others, "a schedule of one's own that is the workflow's changes nothing").to.deep.equal({});
    const { lines } = await diff(project, "main");
    expect(lines).to.include(
      "  catalog-import runs: daily at 03:00 Europe/Warsaw → cron(0 3 ? * MON *) America/New_York",
    );
    expect(lines.find((line) => line.startsWith("  catalog-import    "))).to.match(
      /daily at 03:00 Europe\/Warsaw \(3 → 2\), .*, 1 more$/,
    );
    const { stdout } = await batchlineIn(project.root, "tenants", "diff", "main", "--markdown");
    expect(stdout).to.contain(
      "- `catalog-import` runs: daily at 03:00 Europe/Warsaw → `cron(0 3 ? * MON *)` ",
    );
  });

  it("a paused tenant's schedule: reported too", async () => {
    using project = gitProject({ "acme.yaml": `${tenantText("acme")}${pause}` });
    project.tenant("acme.yaml", `${tenantText("acme", "    schedule: by hand\n")}${pause}`);
    const { acme } = await changes(project);
    expect(acme.effect).to.equal("rests");
    expect(acme.fields).to.deep.equal([{ field: "workflows.catalog-import.schedule", after: "by hand" }]);
  });
});
