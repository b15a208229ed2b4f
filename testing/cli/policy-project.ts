import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const checkout = resolve(import.meta.dirname, "../..");

/** A small project with this checkout's policies; `config` is its policy-config file `rules.json`. */
export function policyProject(config: unknown): { readonly root: string; [Symbol.dispose](): void } {
  const root = mkdtempSync(join(tmpdir(), "batchline-policy-"));
  for (const folder of ["node_modules", "policies"]) symlinkSync(join(checkout, folder), join(root, folder));
  const files = {
    "package.json": '{ "type": "module", "main": "index.ts" }',
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "Pulumi.test.yaml": "config:\n  aws:region: eu-central-1\n",
    "index.ts": program,
    "rules.json": JSON.stringify(config),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

const program = `import { ComputeEnvironment } from "@pulumi/aws/batch/computeEnvironment.js";
import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate.js";

const template = new LaunchTemplate("instances", {});
new ComputeEnvironment("wide", {
  type: "MANAGED",
  computeResources: {
    type: "EC2",
    allocationStrategy: "BEST_FIT",
    maxVcpus: 999,
    instanceTypes: ["m7g"],
    launchTemplate: { launchTemplateId: template.id, version: template.latestVersion.apply(String) },
    subnets: ["subnet-0"],
  },
});
`;
