// Another team's program, with a VPC and a workflow of its own. docs/embedding.md shows it.
import { Role } from "@pulumi/aws/iam/role.js";
import { Vpc } from "@pulumi/awsx/ec2/index.js";
import { jsonStringify } from "@pulumi/pulumi";
import { Batchline, readTenants } from "batchline";
import { workflows } from "./workflows/declarations.ts";

const { vpcId, privateSubnetIds: subnetIds } = new Vpc("shop", { numberOfAvailabilityZones: 1 });
const place = { region: "eu-central-1", vpc: { vpcId, subnetIds } };
const tenants = readTenants("tenants", workflows);
const platform = new Batchline("batchline", { ...place, workflows, tenants });
export const { stateMachines, jobQueues, table, directRoles, logGroups } = platform;
export const { platformBucket, dataBucket } = platform;

const Principal = { AWS: "arn:aws:iam::000000000000:root" };
const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
const assumeRolePolicy = jsonStringify({ Version: "2012-10-17", Statement });
const support = new Role("support", { assumeRolePolicy });
const operator = new Role("operator", { assumeRolePolicy });
const developer = new Role("developer", { assumeRolePolicy });
platform.grantRead(support);
platform.grantRead(operator, "operator-read");
platform.grantOperate(operator.name);
platform.grantRead(developer, "developer-read");
platform.grantReproduce(developer);
export const roles = { support: support.arn, operator: operator.arn, developer: developer.arn };
