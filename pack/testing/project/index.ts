import { Batchline, readTenants } from "batchline";
import { workflows } from "./workflows/declarations.ts";

const tenants = readTenants("tenants", workflows);
const platform = new Batchline("batchline", { region: "eu-central-1", workflows, tenants });
export const { stateMachines, jobQueues, table, platformBucket, dataBucket, tenantBuckets, logGroups } =
  platform;
