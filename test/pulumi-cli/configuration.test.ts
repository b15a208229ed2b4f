import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadProject } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { makeProject } from "../../testing/cli/project.ts";
import { RealStack } from "./real-stack.ts";

describe("Pulumi's command line, with this project", () => {
  let stack: RealStack;
  before(async () => {
    stack = await RealStack.start({ stack: "dev" });
  });
  after(() => stack?.stop());
  const set = (...args: readonly string[]) => stack.command("config", "set", "--stack", "dev", ...args);

  describe("after stack init and config set have written the stack's file anew", () => {
    before(async () => {
      await set("maxVcpus", "12");
      await set("--path", "consumableResources.orders-database", "5");
      await set("--path", "alarmEmails[0]", "ops@example.com");
    });

    it("reads the same values from it", async () => {
      const text = await readFile(join(stack.project.root, "Pulumi.dev.yaml"), "utf8");
      expect(text)
        .to.match(/maxVcpus: "12"/)
        .and.match(/^encryptionsalt: /m);
      const load = (root: string) => loadProject({ root, stack: "dev", overrides: {} });
      const untouched = await makeProject();
      const { config } = await load(untouched.root);
      await untouched.remove();
      expect((await load(stack.project.root)).config).to.deep.equal({
        ...config,
        "batchline:maxVcpus": "12",
        "batchline:alarmEmails": '["ops@example.com"]',
        "batchline:consumableResources": '{"orders-database":5}',
      });
    });

    for (const args of [
      ["policy", "check", "--stack", "dev"],
      ["tenants", "check"],
      ["run", "catalog-import", "--local", "--stack", "dev", "--tenant", "cafe-lumiere"],
    ])
      it(`batchline ${args.join(" ")} works`, async () => {
        const { status, stderr, stdout } = await stack.project.batchline(...args).ended;
        expect(status, `${stderr}${stdout}`).to.equal(0);
      });
  });

  describe("with the policy pack", () => {
    it("reports no violation of this program", async () => {
      const policyPack = await stack.policyPack();
      const { errors, policies, steps } = await stack.perform("preview", { policyPack });
      expect(errors).to.deep.equal([]);
      expect(policies.filter(({ level }) => level !== "advisory")).to.deep.equal([]);
      expect(steps.length).to.be.greaterThan(100);
    });

    it("refuses a violation, with the rule and the resource", async () => {
      await set("maxVcpus", "300");
      const policyPack = await stack.policyPack();
      const { errors, policies } = await stack.perform("preview", { policyPack });
      expect(errors).not.to.deep.equal([]);
      const [violation] = policies.filter(({ policy }) => policy === "environment-vcpu-cap");
      expect(violation).to.include({ level: "mandatory" });
      expect(violation?.urn).to.match(/ComputeEnvironment::compute-spot$/);
    });
  });
});
