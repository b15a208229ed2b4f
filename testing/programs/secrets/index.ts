// Stages that get a secret, keys of one, none, and one that the execution role may not read.
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as awsx from "@pulumi/awsx/ecr/index.js";
import { Config, jsonStringify } from "@pulumi/pulumi";
import { Compute } from "../../../components/compute/compute.ts";
import { StageJobs } from "../../../components/jobs/stage-jobs.ts";
import { Storage } from "../../../components/storage/storage.ts";

const region = new Config("aws").require("region");
const storage = new Storage("storage", { tenants: [], removable: true, pointInTimeRecovery: false });
const compute = new Compute("compute", {
  subnetIds: ["subnet-1"],
  securityGroupIds: ["sg-1"],
  environments: [{ name: "spot", purchase: "spot", maxVcpus: 4, instanceTypes: ["c7g"] }],
  instanceTags: {},
});
const repository = new awsx.Repository("worker");
const { imageUri: image } = new awsx.Image("worker", {
  repositoryUrl: repository.url,
  context: ".",
  dockerfile: "container/Dockerfile",
});
const secret = (name: string) => `arn:aws:secretsmanager:${region}:123456789012:secret:${name}`;
const stage = { vcpus: 1, memoryMiB: 512, timeout: 60, attempts: 2 };
const common = {
  ...{ image, storage, region, accountId: "000000000000", logRetentionDays: 7 },
  secrets: {
    user: `${secret("shop/database-Ab12Cd")}:user::`,
    password: `${secret("shop/database-Ab12Cd")}:password::`,
    "api-key": secret("api-key-Ef34Gh"),
    absent: secret("absent-Ij56Kl"),
    "absent-key": `${secret("shop/database-Ab12Cd")}:port::`,
  },
};
const orders = new StageJobs("orders", {
  ...common,
  workflow: "orders",
  stages: {
    write: { ...stage, secrets: { DATABASE_USER: "user", DATABASE_PASSWORD: "password" } },
    call: { ...stage, secrets: { API_KEY: "api-key" } },
    plain: stage,
    absent: { ...stage, secrets: { API_KEY: "absent" } },
    "absent-key": { ...stage, secrets: { API_KEY: "absent-key" } },
  },
});
const refused = new StageJobs("refused", {
  ...common,
  workflow: "refused",
  stages: { call: { ...stage, secrets: { API_KEY: "api-key" } } },
});
// What an administrator may do to a role afterwards.
new RolePolicy("refused-secrets", {
  role: refused.executionRole.name,
  policy: jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "secretsmanager:*", Resource: "*" }],
  }),
});

export const queue = compute.queue.arn;
export const jobs = {
  ...Object.fromEntries(Object.entries(orders.definitions).map(([name, { arn }]) => [name, arn])),
  refused: refused.definitions.call?.arn,
};
