// A platform whose second release differs in all code, and in a new parameter of its tenant.
import { Config } from "@pulumi/pulumi";
import { Batchline } from "../../../components/batchline.ts";
import { readTenants } from "../../../components/deployment.ts";
import type { Workflow } from "../../../workflow-kit/at-deploy/declaration.ts";

const release = new Config().require("release");
const file = (name: string) => `${release}/${name}`;
const { workflows }: { readonly workflows: readonly Workflow[] } = await import(
  `./${file("declarations.ts")}`
);
export const { stateMachines, dataBucket } = new Batchline("batchline", {
  region: "eu-central-1",
  workflows,
  declarations: file("declarations.ts"),
  tenants: readTenants(file("tenants"), workflows),
  build: { dockerfile: file("Dockerfile") },
});
