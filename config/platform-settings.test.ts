import { expect } from "chai";
import type { PlatformSettings } from "./platform-settings.ts";
import { StackConfigSchema } from "./stack-schema.ts";

/** The compiler compares these keys with the interface. */
const documented = {
  ...{ architecture: 1, instanceTypes: 1, spot: 1, spotAllocation: 1, minVcpus: 1, maxVcpus: 1 },
  ...{ onDemandMaxVcpus: 1, gpuInstanceTypes: 1, gpuMaxVcpus: 1, gpuOnDemandMaxVcpus: 1 },
  ...{ multiNodeMaxVcpus: 1, jobMinutesOnUpdate: 1, diskGiB: 1, ami: 1, gpuAmi: 1 },
  ...{ consumableResources: 1, secrets: 1, workerImage: 1, registrySecretArn: 1, registryLogin: 1 },
  ...{ egressProxy: 1, scheduleEnabled: 1, alarmEmails: 1, removable: 1, pointInTimeRecovery: 1 },
  ...{ keptVersions: 1, directTenantAccess: 1, tenantBucketSuffix: 1, executionLog: 1, logRetentionDays: 1 },
  ...{ operatorNotices: 1, noticeSender: 1, webhookSecret: 1, webhookFormat: 1, monthlyBudgetUsd: 1 },
} as const satisfies Record<keyof PlatformSettings, 1>;

const ofTheVpc = ["zones", "internet", "vpcId", "subnetIds", "routeTableIds"];
const ofTheProgram = ["samples"];

describe("the settings of a platform", () => {
  it("are those of a stack's configuration, but for its VPC and the samples", () => {
    expect([...Object.keys(documented), ...ofTheVpc, ...ofTheProgram]).to.have.members(
      Object.keys(StackConfigSchema.shape),
    );
  });
});
