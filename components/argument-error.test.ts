import { runtime } from "@pulumi/pulumi";
import { expect } from "chai";
import * as config from "../config/error-codes.ts";
import { checkout } from "../testing/checkout.ts";
import { invalidComponents } from "../testing/pulumi/invalid-components.ts";
import { ArgumentError } from "./argument-error.ts";
import { errorCodes } from "./error-codes.ts";

/** Name in testing/pulumi/invalid-components.ts → the message: code, component, field, problem. */
const messages: Readonly<Record<string, string>> = {
  "no-workflows": 'BL-K002: Batchline "no-workflows": workflows: expected at least one, got none',
  "odd-retention":
    'BL-C002: Batchline "odd-retention": logRetentionDays: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 31',
  "nothing-to-pull":
    'BL-C003: Batchline "nothing-to-pull": workerImage: registrySecretArn is set, so name the image that is pulled with it',
  "no-database":
    'BL-C006: Batchline "no-database": consumableResources: workflow "greetings": stages.greet.consumes: needs 2 of "database", and there is none',
  "long-name": `BL-K008: Batchline "long-name": workflows: "${"g".repeat(47)}" has 47 characters, and names of 46 characters fit: the Role ${"g".repeat(47)}-plan-exec-0000000 would have 65 characters, and AWS allows 64. Shorten it, or the name of the project or of the stack`,
  "no-list": `BL-K011: Batchline "no-list": declarations: there is no file jobs/list.ts in the program's folder ${checkout}`,
  "no-image": `BL-K011: Batchline "no-image": build.dockerfile: there is no file image/Dockerfile in the program's folder ${checkout}`,
  "same-title":
    'BL-K002: Batchline "platform": grantRead: another role has the title "read"; give each its own, such as grantRead(role, "support")',
  "no-zones": 'BL-K001: Network "no-zones": vpc.zones: expected a whole number from 1 to 6, got 0',
  "no-subnets": 'BL-K002: Network "no-subnets": vpc.subnetIds: expected at least one, got none',
  "subnet-twice": 'BL-K002: Network "subnet-twice": vpc.subnetIds: "a" is there twice; remove one',
  "not-a-vpc": 'BL-K003: Network "not-a-vpc": vpc.vpcId: expected an id such as vpc-0a1b2c3d, got "my-vpc"',
  "given-and-own":
    'BL-K004: Network "given-and-own": vpc: give either vpcId and subnetIds, or zones and internet, not both',
  "tenant-twice": 'BL-K002: Storage "tenant-twice": tenants: "acme" is there twice; remove one',
  "long-bucket": `BL-K008: Storage "long-bucket": tenants[acme].storage.bucket: with the suffix, ${"b".repeat(60)}-dev has 64 characters and S3 allows 63; shorten one`,
  "bad-suffix":
    'BL-K003: Storage "bad-suffix": tenantBucketSuffix: expected lower-case letters, digits and dashes, a letter or digit last',
  "no-environments": 'BL-K002: Compute "no-environments": environments: expected at least one, got none',
  "four-environments": 'BL-K002: Compute "four-environments": environments: expected at most 3, got 4',
  "same-environments":
    'BL-K002: Compute "same-environments": environments: "spot" is there twice; remove one',
  "no-vcpus":
    'BL-K001: Compute "no-vcpus": environments[1].maxVcpus: expected a whole number from 1 to 10000, got 0',
  "no-instance-types":
    'BL-K002: Compute "no-instance-types": environments[0].instanceTypes: expected at least one, got none',
  "many-idle-vcpus":
    'BL-K001: Compute "many-idle-vcpus": environments[0].minVcpus: expected a whole number from 0 to 16, got 17',
  "two-processors":
    'BL-K004: Compute "two-processors": environments[0].instanceTypes: m7g and m7i have different processors, and an image runs on one only; keep one kind',
  "gpus-for-all":
    'BL-K004: Compute "gpus-for-all": environments[1].gpu: all environments of a queue have GPUs or none does, because jobs without GPUs would use them up; make two queues',
  "no-share": 'BL-K001: Compute "no-share": shares.sitemap: expected a number from 0.01 to 5000, got 0',
  "shares-alike": 'BL-K002: Compute "shares-alike": shares: "sitemap" is there twice; remove one',
  "long-update":
    'BL-K001: Compute "long-update": jobMinutesOnUpdate: expected a whole number from 1 to 360, got 361',
  impatient:
    'BL-K001: Compute "impatient": cancelWithoutCapacityAfterSeconds: expected a whole number from 600 to 86400, got 60',
  "nothing-to-consume":
    'BL-K001: ConsumableResource "nothing-to-consume": total: expected a whole number from 1 to 9007199254740991, got 0',
  "small-disk":
    'BL-K001: LaunchTemplate "small-disk": diskGiB: expected a whole number from 30 to 65536, got 8',
  "bad-user-data":
    'BL-K010: LaunchTemplate "bad-user-data": userData: part 1 of the user data, shell, must start with #!',
  "by-tag":
    'BL-K009: WorkerImage "by-tag": image: "acme/worker:latest" has no digest, and a tag can move; write <registry>/<repository>@sha256:<64 hex digits>',
  "no-old-images":
    'BL-K001: WorkerImage "no-old-images": keptVersions: expected a whole number from 1 to 1000, got 0',
  "no-stages": 'BL-K002: StageJobs "no-stages": stages: expected at least one, got none',
  "half-a-vcpu":
    'BL-K001: StageJobs "half-a-vcpu": stages.fetch.vcpus: expected a whole number from 1 to 192, got 0.5',
  "short-timeout":
    'BL-K001: StageJobs "short-timeout": stages.write.timeout: expected a whole number from 60 to 82800, got 59',
  "many-attempts":
    'BL-K001: StageJobs "many-attempts": stages.fetch.attempts: expected a whole number from 1 to 10, got 11',
  "tmp-over-memory":
    'BL-K001: StageJobs "tmp-over-memory": stages.fetch.tmpMiB: expected a whole number from 1 to 511, got 512',
  "two-tmps":
    'BL-K004: StageJobs "two-tmps": stages.fetch.tmpMiB: sets the size of a /tmp in memory, and tmpOnDisk puts /tmp on disk; keep one of them',
  "few-files":
    'BL-K001: StageJobs "few-files": stages.fetch.openFiles: expected a whole number from 1024 to 1048576, got 3',
  "secret-by-name":
    'BL-K003: StageJobs "secret-by-name": secrets.token: expected the whole ARN of a secret, with the six characters at its end, got "shop/token"',
  "reserved-secret":
    'BL-K003: StageJobs "reserved-secret": stages.fetch.secrets.AWS_BATCH_TOKEN: a job\'s variable may not have this name; choose another',
  "no-secret":
    'BL-K007: StageJobs "no-secret": stages.fetch.secrets.TOKEN: there is no "token" among secrets; add its ARN there',
  "too-much-memory":
    'BL-K005: StageJobs "too-much-memory": stages.rescale: needs 4 vCPUs and 65536 MiB, and no instance of its queue has both for a container; the largest, m7g.4xlarge, has 16 vCPUs and about 62259 MiB. Request less, or allow larger instanceTypes and maxVcpus',
  "too-much-later":
    'BL-K005: StageJobs "too-much-later": stages.rescale.retry.outOfMemory: needs 1 vCPUs and 65536 MiB, and no instance of its queue has both for a container; the largest, m7g.4xlarge, has 16 vCPUs and about 62259 MiB. Request less, or allow larger instanceTypes and maxVcpus',
  "too-many-vcpus":
    'BL-K005: StageJobs "too-many-vcpus": stages.fetch: needs 17 vCPUs and 512 MiB, and no instance of its queue has both for a container; the largest, m7g, has 16 vCPUs and about 249036 MiB. Request less, or allow larger instanceTypes and maxVcpus',
  "no-gpus":
    'BL-K005: StageJobs "no-gpus": stages.fetch.gpus: needs 1, and no environment of its queue has GPUs; set gpu on one',
  "endless-plan":
    'BL-K001: PlannerJob "endless-plan": timeoutSeconds: expected a whole number from 60 to 82800, got 86401',
  "untried-plan": 'BL-K001: PlannerJob "untried-plan": attempts: expected a whole number from 1 to 10, got 0',
  "large-plan":
    'BL-K005: PlannerJob "large-plan": vcpus: needs 17 vCPUs and 2048 MiB, and no instance of its queue has both for a container; the largest, m7g, has 16 vCPUs and about 249036 MiB. Request less, or allow larger instanceTypes and maxVcpus',
  "long-function":
    'BL-K001: BundledFunction "long-function": timeoutSeconds: expected a whole number from 1 to 900, got 901',
  "no-value": 'BL-K007: Workflow "no-value": tokens: the state machine needs a value for "queue"',
  "unix-cron":
    'BL-K003: WorkflowSchedule "unix-cron": schedules[0].cron: expected six fields such as "0 3 * * ? *", got "0 3 * * *"',
  "no-such-zone":
    'BL-K003: WorkflowSchedule "no-such-zone": schedules[0].timezone: expected an IANA name such as "Europe/Warsaw", got "Europe/Atlantis"',
  "zone-offset":
    'BL-K003: WorkflowSchedule "zone-offset": schedules[0].timezone: expected an IANA name such as "Europe/Warsaw", got "+02:00"',
  "schedule-twice":
    'BL-K002: WorkflowSchedule "schedule-twice": schedules: "default" is there twice; remove one',
};

describe("component arguments", () => {
  const thrown = new Map<string, unknown>();
  const declared: string[] = [];
  before(async () => {
    await runtime.setMocks({
      newResource: ({ custom, name, inputs }) => {
        if (custom) declared.push(name);
        return { id: `${name}-id`, state: { ...inputs, arn: `arn:${name}` } };
      },
      call: ({ inputs }) => inputs,
    });
    for (const [name, construct] of Object.entries(invalidComponents)) {
      try {
        construct(name);
      } catch (error) {
        thrown.set(name, error);
      }
    }
    await runtime.disconnect();
  });

  for (const [name, message] of Object.entries(messages)) {
    it(`${name}: rejected by code, component and field`, () => {
      const error = thrown.get(name);
      expect(error).to.be.instanceOf(ArgumentError);
      expect((error as ArgumentError).message).to.equal(message);
      expect(message).to.match(new RegExp(`^${(error as ArgumentError).code}: `));
    });
  }

  it("have a message here for every invalid component", () => {
    expect(messages).to.have.all.keys(...Object.keys(invalidComponents));
  });

  it("have codes that are registered", () => {
    expect({ ...errorCodes, ...config.errorCodes }).to.include.keys(
      ...[...thrown.values()].map((error) => (error as ArgumentError).code),
    );
  });

  it("are checked before anything is declared", () => {
    expect(declared).to.include("storage-runs");
    expect(declared.filter((name) => Object.keys(messages).some((bad) => name.includes(bad)))).to.deep.equal(
      [],
    );
  });
});
