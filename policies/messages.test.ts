import { gzipSync } from "node:zlib";
import { mimeMultipart } from "@batchline/aws-facts";
import { expect } from "chai";
import { type Given, type GivenInStack, messages } from "../testing/policies/checking.ts";
import {
  containerWith,
  definitionWith,
  environmentWith,
  happyQueue,
  happyStack,
  nodesWith,
  templateWith,
} from "../testing/policies/happy.ts";
import { definitionWith as machineDefinition, machineWith } from "../testing/policies/machines.ts";
import { scheduleWith } from "../testing/policies/schedules.ts";
import { rolePolicyWith } from "../testing/policies/statements.ts";
import { bucket, launchTemplate, resourceType, role } from "./kit/resource-types.ts";
import { rules } from "./rule-list.ts";

/** A resource of any type, with these properties. */
const of = (token: string, props: object): Given<object> => ({ type: resourceType(token), props });
const inStack = (given: Given<object>, name: string, from: GivenInStack["from"] = {}): GivenInStack => ({
  ...given,
  name,
  from,
});
const base64 = (text: string) => Buffer.from(text).toString("base64");
const userData = (text: string) => templateWith({ userData: base64(text) });
const message = mimeMultipart([{ type: "shell", content: "#!/bin/sh\n" }]);
const gzip = "Content-Type: application/gzip\nContent-Transfer-Encoding: base64";
const encryption = (applyServerSideEncryptionByDefault: object) =>
  inStack(
    of("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
      bucket: "data",
      rules: [{ applyServerSideEncryptionByDefault }],
    }),
    "encryption",
  );
const data = { type: bucket, name: "data", props: { bucket: "data" } };
const asked = (gpus: string) =>
  containerWith({ vcpus: 1, memory: 1_024, resourceRequirements: [{ type: "GPU", value: gpus }] });
const gpus = environmentWith({
  instanceTypes: ["g6.xlarge"],
  ec2Configurations: [{ imageType: "ECS_AL2023_NVIDIA" }],
});
const everyone = { Principal: "*", Resource: undefined };
const uri = "http://acs.amazonaws.com/groups/global/AllUsers";
const machine = (changed: Parameters<typeof machineDefinition>[0]) =>
  machineWith({ definition: machineDefinition(changed) });
const tenantRole = (statement: object, more: object = {}) =>
  inStack(
    {
      type: role,
      props: {
        name: "tenant",
        assumeRolePolicy: {
          Statement: { Effect: "Allow", Principal: { AWS: "arn" }, Action: "sts:AssumeRole", ...statement },
        },
        ...more,
      },
    },
    "tenant",
  );
const stageRole = (more: object) => [
  inStack(containerWith({ jobRoleArn: "arn:aws:iam::000000000000:role/stage" }), "fetch"),
  inStack({ type: role, props: { name: "stage", ...more } }, "stage"),
];
const tagged = { Condition: { StringLike: { "aws:RequestTag/tenant": "?*" } } };

/** Rule → resource or stack, settings, message: the whole wording of each message, once. */
// biome-ignore format: one message a line
const table: readonly (readonly [rule: string, given: Given<object> | readonly GivenInStack[], message: string, config?: object])[] = [
  ["environment-vcpu-cap", environmentWith({ maxVcpus: undefined }), "computeResources.maxVcpus is missing"],
  ["environment-vcpu-cap", environmentWith({ maxVcpus: 999 }), "computeResources.maxVcpus is 999; the cap is 256"],
  ["stack-vcpu-cap", [inStack(environmentWith({ maxVcpus: 12 }), "a"), inStack(environmentWith({ maxVcpus: 5 }), "b")], "computeResources.maxVcpus of all environments is 17 together (a 12, b 5); the cap is 16", { maxVcpus: 16 }],
  ["cost-allocation-tags", definitionWith({ tags: { workflow: "import" } }), "tags lack application, stack"],
  ["cost-allocation-tags", templateWith({ tagSpecifications: [{ resourceType: "instance", tags: { application: "a", stack: "b" } }], }), "tagSpecifications.volume lacks application, stack"],
  ["cost-allocation-tags", definitionWith({ propagateTags: false }), "propagateTags is not true: the job's tasks would have no tags"],
  ["cost-allocation-tags", definitionWith({ tags: { application: "a", stack: "b" } }), "tags lack workflow"],
  ["queue-vcpu-cap", happyStack(), "computeEnvironmentOrders have 24 vCPUs together; the cap is 23", { maxVcpus: 23 }],
  ["workflow-concurrency-cap", happyStack(), "arrayProperties from import to queue can run 12 containers at once (24 vCPUs, 2 each); the cap is 11", { maxContainers: 11 }],
  ["job-fits-queue", happyStack({ fetch: containerWith({ memory: 1_024, resourceRequirements: [{ type: "VCPU", value: "17" }] }) }), "containerProperties requests 17 vCPUs and 1024 MiB; no instance of queue has both; the largest have 16 vCPUs or about 249036 MiB"],
  ["job-fits-queue", happyStack({ fetch: asked("1") }), "containerProperties requests 1 vCPUs and 1024 MiB, and 1 GPU; no environment of queue has GPUs"],
  ["job-fits-queue", happyStack({ fetch: asked("2"), spot: gpus }), "containerProperties requests 1 vCPUs and 1024 MiB, and 2 GPUs; no instance of queue has more than 1 GPU"],
  ["environment-min-vcpus", environmentWith({ minVcpus: 4 }), "computeResources.minVcpus is 4; at most 0 may run idle"],
  ["multi-node-on-demand", happyStack({ fetch: nodesWith({}) }), "type is multinode, and its queue queue has the environment spot of type SPOT"],
  ["environment-allocation", environmentWith({ allocationStrategy: undefined }), "computeResources.allocationStrategy is missing, which means BEST_FIT"],
  ["environment-allocation", environmentWith({ allocationStrategy: "BEST_FIT" }), "computeResources.allocationStrategy is BEST_FIT"],
  ["launch-template-pinned", environmentWith({ launchTemplate: {} }), "computeResources.launchTemplate.version is missing, which means $Default"],
  ["launch-template-pinned", environmentWith({ launchTemplate: { version: "$Latest" } }), "computeResources.launchTemplate.version is $Latest, not a number"],
  ["queue-environments", of(happyQueue.type.token, {}), "computeEnvironmentOrders is empty: no job would ever run"],
  ["queue-environments", of(happyQueue.type.token, { computeEnvironmentOrders: [{}, {}, {}, {}] }), "computeEnvironmentOrders has 4 environments; AWS Batch allows 3"],
  ["job-scheduling-priority", happyStack({ queue: { props: { ...happyQueue.props, schedulingPolicyArn: "arn:shares" } } }), "schedulingPriority is missing or 0, and its queue queue has a scheduling policy"],
  ["job-scheduling-priority", happyStack({ fetch: definitionWith({ schedulingPriority: 2 }) }), "schedulingPriority is 2, and its queue queue has no scheduling policy"],
  ["on-demand-fallback", happyStack({ "on-demand": environmentWith({ type: "SPOT" }) }), "computeEnvironmentOrders are all on Spot: spot, on-demand"],
  ["user-data-mime", templateWith({ userData: "#!/bin/sh" }), "userData is not base64"],
  ["user-data-mime", userData(`${message}\n${" ".repeat(20_000)}`), `userData has ${message.length + 20_001} bytes; EC2 allows 16384`],
  ["user-data-mime", templateWith({ userData: "H4sIAAAA" }), "userData is compressed as a whole; only its parts may be"],
  ["user-data-mime", userData("#!/bin/sh\n"), "userData is not a MIME multipart message: line 1: expected a header or the empty line after the headers"],
  ["user-data-mime", userData(message.replace("text/x-shellscript", "text/plain")), "userData line 5 has the type text/plain; allowed: text/x-shellscript, text/cloud-config, text/cloud-boothook"],
  ["user-data-mime", userData(message.replace(/Content-Type: text[\s\S]*(?=\n--)/, `${gzip}\n\n${gzipSync("echo").toString("base64")}`)), "userData line 5 is a compressed part whose first line does not show its type"],
  ["user-data-mime", userData(message.replace("#!/bin/sh", "")), "userData line 5 is a script without #! and an interpreter in its first line"],
  ["user-data-secrets", userData("#!/bin/sh\nsecret=shop/registry"), "userData as a whole line 2 has the value of secret in plain text"],
  ["user-data-secrets", userData("AKIAIOSFODNN7EXAMPLE"), "userData as a whole line 1 has an AWS access key (AKIA…) in plain text"],
  ["user-data-secrets", userData('ECS_ENGINE_AUTH_DATA={"a":{"password":"hunter2"}}'), "userData as a whole line 1 has the login to a registry in ECS_ENGINE_AUTH_DATA in plain text"],
  ["environment-secrets", containerWith({ environment: [{ name: "DB_PASSWORD", value: "hunter2" }] }), "containerProperties.environment.DB_PASSWORD is a secret in plain text"],
  ["environment-secrets", containerWith({ environment: [{ name: "SOURCE", value: "https://shop:hunter2@a.example/" }] }), "containerProperties.environment.SOURCE is a URL with a password in plain text"],
  ["environment-secrets", definitionWith({ parameters: { id: `ghp_${"a1".repeat(18)}` } }), "parameters.id is a GitHub token (ghp_…) in plain text"],
  ["environment-secrets", containerWith({ command: ["fetch", "--password", "hunter2"] }), "containerProperties.command has the value of password in plain text"],
  ["instance-metadata", templateWith({ metadataOptions: {} }), "metadataOptions.httpTokens is not set, not required"],
  ["instance-metadata", templateWith({ metadataOptions: { httpTokens: "optional" } }), "metadataOptions.httpTokens is optional, not required"],
  ["instance-metadata", templateWith({ metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 3 } }), "metadataOptions.httpPutResponseHopLimit is 3; the maximum is 2"],
  ["job-retry", definitionWith({ retryStrategy: { attempts: 1, evaluateOnExits: [{ action: "RETRY" }] } }), "retryStrategy.attempts is 1; the minimum is 2"],
  ["job-retry", definitionWith({ retryStrategy: { attempts: 2 } }), "retryStrategy.evaluateOnExits is missing: every failure is retried alike"],
  ["job-retry", definitionWith({ retryStrategy: { attempts: 2, evaluateOnExits: [{ action: "EXIT", onReason: "*" }] } }), "retryStrategy.evaluateOnExits[0] ends a job whose instance was lost (Host EC2*)"],
  ["job-timeout", definitionWith({ timeout: {} }), "timeout.attemptDurationSeconds is missing"],
  ["job-timeout", definitionWith({ timeout: { attemptDurationSeconds: 86_401 } }), "timeout.attemptDurationSeconds is 86401; the maximum is 86400"],
  ["job-logging", containerWith({ logConfiguration: undefined }), "containerProperties.logConfiguration is missing"],
  ["job-logging", containerWith({ logConfiguration: { logDriver: "json-file" } }), "containerProperties.logConfiguration.logDriver is json-file; allowed: awslogs, awsfirelens, splunk"],
  ["job-logging", containerWith({ logConfiguration: { logDriver: "awslogs" } }), "containerProperties.logConfiguration.options have no awslogs-group: the lines go to /aws/batch/job"],
  ["container-privileged", containerWith({ privileged: true }), "containerProperties.privileged is true"],
  ["container-user", containerWith({ user: undefined }), "containerProperties.user is missing: the image's own user may be root"],
  ["container-user", containerWith({ user: "0" }), "containerProperties.user is 0, which is root"],
  ["container-root-filesystem", containerWith({ readonlyRootFilesystem: false }), "containerProperties.readonlyRootFilesystem is not true"],
  ["image-digest", containerWith({ image: "worker:latest" }), "containerProperties.image is worker:latest, without a digest"],
  ["image-digest", of("aws:lambda/function:Function", { imageUri: "plan:latest" }), "imageUri is plan:latest, without a digest"],
  ["job-revisions-kept", definitionWith({ deregisterOnNewRevision: true }), "deregisterOnNewRevision is true"],
  ["job-revisions-kept", definitionWith({ deregisterOnNewRevision: undefined }), "deregisterOnNewRevision is not set, which means true"],
  ["container-host-paths", containerWith({ volumes: [{ name: "data", host: { sourcePath: "/mnt" } }] }), "containerProperties mounts /mnt of the instance as the volume data"],
  ["volume-encryption", of("aws:ebs/volume:Volume", {}), "encrypted is not true"],
  ["volume-encryption", of("aws:ebs/volume:Volume", { encrypted: true }), "kmsKeyId is missing", { customerKey: true }],
  ["volume-encryption", of(launchTemplate.token, {}), "blockDeviceMappings is missing: the root volume would be as in the image"],
  ["volume-encryption", of(launchTemplate.token, { blockDeviceMappings: [{ ebs: {} }] }), "blockDeviceMappings[0].ebs.encrypted is not true"],
  ["volume-encryption", of(launchTemplate.token, { blockDeviceMappings: [{ ebs: { encrypted: "true" } }] }), "blockDeviceMappings[0].ebs.kmsKeyId is missing", { customerKey: true }],
  ["bucket-encryption", [data], "BucketServerSideEncryptionConfiguration is missing"],
  ["bucket-encryption", [data, encryption({ sseAlgorithm: "AES256", kmsMasterKeyId: "key" })], "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm is AES256; accepted: aws:kms", { algorithms: ["aws:kms"] }],
  ["bucket-encryption", [data, encryption({ sseAlgorithm: "aws:kms" })], "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId is missing", { customerKey: true }],
  ["bucket-public-access-block", [data], "BucketPublicAccessBlock is missing"],
  ["bucket-public-access-block", [data, inStack(of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", { bucket: "data", blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true }), "block")], "blockPublicAcls is not true"],
  ["table-encryption", of("aws:dynamodb/table:Table", {}), "serverSideEncryption.enabled is not true"],
  ["table-encryption", of("aws:dynamodb/table:Table", { serverSideEncryption: { enabled: true } }), "serverSideEncryption.kmsKeyArn is missing", { customerKey: true }],
  ["topic-encryption", of("aws:sns/topic:Topic", {}), "kmsMasterKeyId is missing"],
  ["topic-encryption", of("aws:sns/topic:Topic", { kmsMasterKeyId: "alias/aws/sns" }), "kmsMasterKeyId is alias/aws/sns: CloudWatch alarms and EventBridge cannot publish to the topic"],
  ["queue-encryption", of("aws:sqs/queue:Queue", {}), "kmsMasterKeyId is missing", { kms: true }],
  ["queue-encryption", of("aws:sqs/queue:Queue", {}), "sqsManagedSseEnabled and kmsMasterKeyId are not set"],
  ["public-acl", of(bucket.token, { acl: "public-read" }), "acl is public-read"],
  ["public-acl", of(bucket.token, { grants: [{ uri }] }), "grants[0].uri is the group AllUsers"],
  ["public-acl", of("aws:s3/bucketAcl:BucketAcl", { accessControlPolicy: { grants: [{ grantee: { uri } }] } }), "accessControlPolicy.grants[0].grantee.uri is the group AllUsers"],
  ["public-policy", of("aws:sqs/queuePolicy:QueuePolicy", rolePolicyWith(everyone).props), "policy.Statement[1] allows everyone: Principal is * without a limiting condition"],
  ["public-policy", of("aws:sqs/queuePolicy:QueuePolicy", rolePolicyWith({ NotPrincipal: { AWS: "1" } }).props), "policy.Statement[1] allows everyone except its NotPrincipal"],
  ["public-policy", of("aws:lambda/permission:Permission", { principal: "*" }), "principal is * without sourceAccount, sourceArn or principalOrgId"],
  ["public-policy", of("aws:lambda/functionUrl:FunctionUrl", { authorizationType: "NONE" }), "authorizationType is NONE: everyone may call the function"],
  ["iam-wildcard-actions", rolePolicyWith({ Sid: "Read", Action: ["s3:*", "sqs:*"] }), "policy.Statement[1] (Read) allows s3:*, sqs:*"],
  ["iam-wildcard-resources", rolePolicyWith({ Resource: "*" }), "policy.Statement[1] allows s3:GetObject, s3:PutObject on *"],
  ["iam-inverted-elements", rolePolicyWith({ NotAction: "iam:*" }), "policy.Statement[1] allows all except its NotAction (iam:*)"],
  ["iam-pass-role", rolePolicyWith({ Action: "iam:PassRole" }), "policy.Statement[1] allows iam:PassRole without a condition on iam:PassedToService"],
  ["iam-full-access", of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: "arn:aws:iam::aws:policy/AdministratorAccess", }), "policyArn is AWS's AdministratorAccess"],
  ["iam-full-access", of(role.token, { managedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"] }), "managedPolicyArns[0] is AWS's PowerUserAccess"],
  ["job-role-rights", stageRole({ inlinePolicies: [rolePolicyWith({}).props] }), "inlinePolicies[0].policy.Statement[1] allows s3:GetObject, s3:PutObject"],
  ["job-role-rights", stageRole({ managedPolicyArns: ["arn:aws:iam::aws:policy/A"] }), "arn:aws:iam::aws:policy/A is attached"],
  ["tenant-isolation", [tenantRole({ Action: ["sts:AssumeRole", "sts:TagSession"] })], 'assumeRolePolicy.Statement[0] allows the role to be assumed without the session tag "tenant"'],
  ["tenant-isolation", [tenantRole(tagged, { managedPolicyArns: ["arn:aws:iam::aws:policy/A"] })], "arn:aws:iam::aws:policy/A is attached, which no session tag limits"],
  ["tenant-isolation", [tenantRole(tagged, { inlinePolicies: [rolePolicyWith({}).props] })], "inlinePolicies[0].policy.Statement[1] is not limited by the session tag: s3:GetObject, s3:PutObject on arn:aws:s3:::shop-platform/runs/*"],
  ["tenant-isolation", [inStack({ type: role, props: { inlinePolicies: [rolePolicyWith({ Resource: "*" }).props] } }, "job")], "inlinePolicies[0].policy.Statement[1] allows access to every tenant's data: s3:GetObject, s3:PutObject on *"],
  ["state-machine-logging", machineWith({ loggingConfiguration: undefined }), "loggingConfiguration is missing"],
  ["state-machine-logging", machineWith({ loggingConfiguration: { logDestination: "arn" } }), "loggingConfiguration.level is OFF; accepted: ALL, ERROR"],
  ["state-machine-logging", machineWith({ loggingConfiguration: { level: "ALL" } }), "loggingConfiguration.logDestination is missing"],
  ["state-machine-catch", machine({ task: { Catch: undefined } }), 'definition.States["Submit"] (batch:submitJob) has no Catch'],
  ["state-machine-catch", machine({ task: { Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "Failed" }] } }), 'definition.States["Submit"] (batch:submitJob) catches only States.TaskFailed'],
  ["state-machine-definition", machine({ map: { Output: "{% phone %}" } }), "definition/States/Each shard/Output has the problem BL-L010: Reference to 'phone' at the top level is not supported."],
  ["state-machine-definition", machineWith({ definition: "{}" }), "definition has the problem BL-L002: These fields are required: [States, StartAt]"],
  ["state-machine-jsonata", machine({ top: { QueryLanguage: undefined } }), "definition.QueryLanguage is missing, which means JSONPath"],
  ["state-machine-jsonata", machine({ task: { QueryLanguage: "JSONPath" } }), 'definition.States["Submit"].QueryLanguage is JSONPath'],
  ["state-machine-timeout", machine({ top: { TimeoutSeconds: undefined } }), "definition.TimeoutSeconds is missing"],
  ["schedule-time-zone", of(scheduleWith({}).type.token, { scheduleExpression: "cron(0 3 * * ? *)" }), "scheduleExpressionTimezone is missing: cron(0 3 * * ? *) would be in UTC"],
  ["schedule-dead-letters", scheduleWith({}, { deadLetterConfig: undefined }), "target.deadLetterConfig is missing"],
  ["scheduled-rules", of("aws:cloudwatch/eventRule:EventRule", { scheduleExpression: "rate(1 day)" }), "scheduleExpression is rate(1 day)"],
  ["log-group-retention", of("aws:cloudwatch/logGroup:LogGroup", {}), "retentionInDays is not set: lines would be kept and billed for ever"],
  ["log-group-retention", of("aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 90 }), "retentionInDays is 90; the maximum is 30", { maxDays: 30 }],
  ["function-log-group", of("aws:lambda/function:Function", {}), "loggingConfig.logGroup is missing"],
  ["state-machine-tracing", machineWith({ tracingConfiguration: {} }), "tracingConfiguration.enabled is not true"],
];

describe("messages of rules", () => {
  for (const [name, given, expected, config] of table)
    it(`${name}: ${expected}`, () => {
      const rule = rules.find((one) => one.name === name);
      expect(rule && messages(rule, given, config)).to.deep.equal([expected]);
    });

  it("every rule: at least one message in the table", () => {
    expect([...new Set(table.map(([name]) => name))]).to.have.members(rules.map(({ name }) => name));
  });
});
