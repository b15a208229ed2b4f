// Compute environments before and after a change to what their instances are made from.
import { Config } from "@pulumi/pulumi";
import { Compute, type ComputeArgs, type EnvironmentArgs } from "../../../components/compute/compute.ts";

const changed = new Config().requireBoolean("changed");
const spot: EnvironmentArgs = { name: "spot", purchase: "spot", maxVcpus: 16, instanceTypes: ["m7g"] };
const fallback: EnvironmentArgs = { ...spot, name: "fallback", purchase: "on-demand" };

const before: ComputeArgs = {
  subnetIds: ["subnet-1"],
  securityGroupIds: ["sg-1"],
  instanceTags: { team: "imports" },
  environments: [spot, fallback],
};
const changes: Readonly<Record<string, Partial<ComputeArgs>>> = {
  same: {},
  disk: { diskGiB: 80 },
  tags: { instanceTags: { team: "exports" } },
  image: { imageId: "ami-0a1b2c3d" },
  script: { userData: [{ type: "shell", content: "#!/bin/sh\nsysctl -w vm.swappiness=1\n" }] },
};
for (const [name, change] of Object.entries(changes))
  new Compute(name, { ...before, ...(changed && change) });

const legacy = { ...before, environments: [{ ...spot, allocation: "BEST_FIT" as const }] };
new Compute("legacy", { ...legacy, ...(changed && changes.disk) });
new Compute("shrunk", changed ? { ...before, environments: [spot] } : before);
