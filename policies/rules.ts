import type { Rule } from "./kit/rule.ts";
import { bucketEncryption } from "./rules/bucket-encryption.ts";
import { bucketPublicAccessBlock } from "./rules/bucket-public-access-block.ts";
import { containerHostPaths } from "./rules/container-host-paths.ts";
import { containerPrivileged } from "./rules/container-privileged.ts";
import { containerRootFilesystem } from "./rules/container-root-filesystem.ts";
import { containerUser } from "./rules/container-user.ts";
import { costAllocationTags } from "./rules/cost-allocation-tags.ts";
import { environmentAllocation } from "./rules/environment-allocation.ts";
import { environmentMinVcpus } from "./rules/environment-min-vcpus.ts";
import { environmentSecrets } from "./rules/environment-secrets.ts";
import { environmentVcpuCap } from "./rules/environment-vcpu-cap.ts";
import { functionLogGroup } from "./rules/function-log-group.ts";
import { iamFullAccess } from "./rules/iam-full-access.ts";
import { iamInvertedElements } from "./rules/iam-inverted-elements.ts";
import { iamPassRole } from "./rules/iam-pass-role.ts";
import { iamWildcardActions } from "./rules/iam-wildcard-actions.ts";
import { iamWildcardResources } from "./rules/iam-wildcard-resources.ts";
import { imageDigest } from "./rules/image-digest.ts";
import { instanceMetadata } from "./rules/instance-metadata.ts";
import { jobFitsQueue } from "./rules/job-fits-queue.ts";
import { jobLogging } from "./rules/job-logging.ts";
import { jobRetry } from "./rules/job-retry.ts";
import { jobRevisionsKept } from "./rules/job-revisions-kept.ts";
import { jobTimeout } from "./rules/job-timeout.ts";
import { launchTemplatePinned } from "./rules/launch-template-pinned.ts";
import { logGroupRetention } from "./rules/log-group-retention.ts";
import { multiNodeOnDemand } from "./rules/multi-node-on-demand.ts";
import { onDemandFallback } from "./rules/on-demand-fallback.ts";
import { publicAcl } from "./rules/public-acl.ts";
import { publicPolicy } from "./rules/public-policy.ts";
import { queueEncryption } from "./rules/queue-encryption.ts";
import { queueEnvironments } from "./rules/queue-environments.ts";
import { queueVcpuCap } from "./rules/queue-vcpu-cap.ts";
import { scheduleDeadLetters } from "./rules/schedule-dead-letters.ts";
import { scheduleTimeZone } from "./rules/schedule-time-zone.ts";
import { scheduledRules } from "./rules/scheduled-rules.ts";
import { stackVcpuCap } from "./rules/stack-vcpu-cap.ts";
import { stateMachineCatch } from "./rules/state-machine-catch.ts";
import { stateMachineJsonata } from "./rules/state-machine-jsonata.ts";
import { stateMachineLogging } from "./rules/state-machine-logging.ts";
import { stateMachineTracing } from "./rules/state-machine-tracing.ts";
import { tableEncryption } from "./rules/table-encryption.ts";
import { tenantIsolation } from "./rules/tenant-isolation.ts";
import { topicEncryption } from "./rules/topic-encryption.ts";
import { userDataMime } from "./rules/user-data-mime.ts";
import { userDataSecrets } from "./rules/user-data-secrets.ts";
import { volumeEncryption } from "./rules/volume-encryption.ts";
import { workflowConcurrencyCap } from "./rules/workflow-concurrency-cap.ts";

/** Every rule of the pack, by code. */
export const rules: readonly Rule[] = [
  environmentVcpuCap,
  stackVcpuCap,
  costAllocationTags,
  queueVcpuCap,
  workflowConcurrencyCap,
  jobFitsQueue,
  environmentMinVcpus,
  multiNodeOnDemand,
  environmentAllocation,
  launchTemplatePinned,
  queueEnvironments,
  onDemandFallback,
  userDataMime,
  userDataSecrets,
  environmentSecrets,
  instanceMetadata,
  jobRetry,
  jobTimeout,
  jobLogging,
  containerPrivileged,
  containerUser,
  containerRootFilesystem,
  imageDigest,
  jobRevisionsKept,
  containerHostPaths,
  volumeEncryption,
  bucketEncryption,
  tableEncryption,
  topicEncryption,
  queueEncryption,
  bucketPublicAccessBlock,
  publicAcl,
  publicPolicy,
  iamWildcardActions,
  iamWildcardResources,
  iamInvertedElements,
  iamPassRole,
  iamFullAccess,
  tenantIsolation,
  stateMachineLogging,
  stateMachineCatch,
  stateMachineJsonata,
  scheduleTimeZone,
  scheduleDeadLetters,
  scheduledRules,
  logGroupRetention,
  functionLogGroup,
  stateMachineTracing,
];
