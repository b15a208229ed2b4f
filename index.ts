// The Pulumi program: stack configuration, tenants and workflows → one Batchline → stack outputs.
import { Provider } from "@pulumi/aws/provider.js";
import { Config, getProject, getStack } from "@pulumi/pulumi";
import { Batchline, readDeployment } from "./components/index.ts";
import { workflows } from "./workflows/declarations.ts";

const region = new Config("aws").require("region");
const stack = getStack();
const deployment = readDeployment(new Config(), stack, "tenants", workflows);

// The tags are for cost allocation; workflows, stages and tenants add their own.
const tags = { application: getProject(), stack };
const aws = new Provider("aws", { region, defaultTags: { tags } });

const build = { dockerfile: "worker/Dockerfile" };
const tenantFiles = deployment.samples
  ? await (await import("./samples/sample-files.ts")).writeSampleFiles(".local/samples", deployment.tenants)
  : [];
const args = { ...deployment, region, tags, build, tenantFiles };
const platform = new Batchline("batchline", args, { providers: { aws } });

// What each of them is, says the component.
export const { alarmTopic, stateMachines, jobQueues, table } = platform;
export const { platformBucket, dataBucket, tenantBuckets, directRoles, logGroups } = platform;
