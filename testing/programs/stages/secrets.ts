// Stages that get a secret, keys of one, none, and one that the execution role may not read.
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { jsonStringify } from "@pulumi/pulumi";
import { StageJobs } from "../../../components/jobs/stage-jobs.ts";
import { compute, deployed, image, region, storage } from "./shared.ts";

const secret = (name: string) => `arn:aws:secretsmanager:${region}:123456789012:secret:${name}`;
const stage = { vcpus: 1, memoryMiB: 512, timeout: 60, attempts: 2 };
const common = {
  ...deployed,
  ...{ image, storage },
  secrets: {
    user: `${secret("shop/database-Ab12Cd")}:user::`,
    password: `${secret("shop/database-Ab12Cd")}:password::`,
    "api-key": secret("api-key-Ef34Gh"),
    absent: secret("absent-Ij56Kl"),
    "absent-key": `${secret("shop/database-Ab12Cd")}:port::`,
  },
};
const payments = new StageJobs("payments", {
  ...common,
  workflow: "payments",
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
  ...Object.fromEntries(Object.entries(payments.definitions).map(([name, { arn }]) => [name, arn])),
  refused: refused.definitions.call?.arn,
};
