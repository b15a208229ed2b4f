import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { deployedStates, readDeployedState } from "../../testing/upgrades/deployed-states.ts";
import { changes, sorted } from "./described-steps.ts";
import { RealStack } from "./real-stack.ts";

describe("a stack that an earlier version deployed", () => {
  for (const { name, config = {} } of deployedStates)
    describe(name, () => {
      let stack: RealStack;
      before(async () => {
        stack = await RealStack.start({ stack: "dev" });
        for (const [key, value] of Object.entries(config))
          await stack.command("config", "set", "--stack", "dev", key, value);
        await stack.setState(await readDeployedState(name));
      });
      after(() => stack?.stop());

      it("deletes and replaces nothing in the preview of an upgrade, and keeps its outputs", async () => {
        const { deployment } = JSON.parse(await stack.state());
        const before: { readonly outputs: object } = deployment.resources[0];
        const plan = await stack.planOfEmbeddedEngine();
        const { errors, steps, outputs } = await stack.perform("preview");
        expect(errors).to.deep.equal([]);
        expect(sorted(plan)).to.deep.equal(sorted(steps));
        const lost = changes(steps).filter((step) => !/^(update|create) /.test(step));
        expect(lost).to.deep.equal([]);
        expect(steps.length).to.be.greaterThan(deployment.resources.length - 1);
        expect(Object.keys(before.outputs)).not.to.deep.equal([]);
        expect(Object.keys(outputs)).to.include.members(Object.keys(before.outputs));
        expect(outputs.tenantBuckets).to.deep.equal({ "cafe-lumiere": "cafe-lumiere-catalogue-dev" });
      });

      it("refuses another name for a tenant's bucket", async () => {
        const file = join(stack.project.root, "tenants", "cafe-lumiere.yaml");
        const text = await readFile(file, "utf8");
        await writeFile(file, text.replace("cafe-lumiere-catalogue", "cafe-lumiere-photos"));
        const refused = /BL-K013: .*bucket is cafe-lumiere-catalogue-dev, /;
        expect((await stack.perform("preview")).errors.join("\n")).to.match(refused);
        expect((await rejection(stack.planOfEmbeddedEngine())).message).to.match(refused);
      });
    });
});
