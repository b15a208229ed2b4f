import { expect } from "chai";
import { programRun } from "../../testing/pulumi/program-run.ts";
import { json } from "../../testing/pulumi/registrations.ts";
import { roleArn } from "../../testing/pulumi/stand-in-provider.ts";
import { workflows } from "../../workflows/declarations.ts";

describe("a stack without directTenantAccess", () => {
  it("has no job roles, and its tenant roles trust the broker only", async () => {
    const denied = await programRun({ mode: "up", config: { directTenantAccess: false, internet: "none" } });
    const broker = { AWS: roleArn("broker") };
    for (const { name } of workflows) {
      const { assumeRolePolicy } = denied.get("Role", `${name}-tenant`).inputs;
      const trusted = json(assumeRolePolicy).Statement.map(({ Principal }) => Principal);
      expect(trusted, name).to.deep.equal([broker, broker]);
    }
    expect(denied.all("Role").filter(({ name }) => name.endsWith("-job"))).to.deep.equal([]);
    expect(denied.all("VpcEndpoint").map(({ name }) => name))
      .to.include("network-lambda")
      .and.not.include("network-sts");
    expect(denied.run.outputs.directRoles).to.deep.equal({});
  });
});
