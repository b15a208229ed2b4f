import type { PropertyMap } from "@batchline/pulumi-engine";
import type { ProgramRun } from "@batchline/pulumi-engine/testing";
import { expect } from "chai";
import { fixtureProgram } from "../testing/checkout.ts";
import { programRun } from "../testing/pulumi/program-run.ts";

/** Component of fixtures/refusals → what it says. */
const refusals = {
  "no-zones": 'Network "no-zones": vpc.zones: expected a whole number from 1 to 6, got 0',
  "no-subnets": 'Network "no-subnets": vpc.subnetIds: expected at least one, got none',
  "subnet-twice": 'Network "subnet-twice": vpc.subnetIds: "a" is there twice; remove one',
  "not-a-vpc": 'Network "not-a-vpc": vpc.vpcId: expected an id such as vpc-0a1b2c3d, got "my-vpc"',
  "given-and-own":
    'Network "given-and-own": vpc: give either vpcId and subnetIds, or zones and internet, not both',
  "tenant-twice": 'Storage "tenant-twice": tenants: "acme" is there twice; remove one',
  "long-bucket": `Storage "long-bucket": tenants[acme].storage.bucket: with the suffix, ${"b".repeat(60)}-dev has 64 characters and S3 allows 63; shorten one`,
  "bad-suffix":
    'Storage "bad-suffix": tenantBucketSuffix: expected lower-case letters, digits and dashes, a letter or digit last',
  "no-environments": 'Compute "no-environments": environments: expected at least one, got none',
  "four-environments": 'Compute "four-environments": environments: expected at most 3, got 4',
  "same-environments": 'Compute "same-environments": environments: "spot" is there twice; remove one',
  "no-vcpus": 'Compute "no-vcpus": environments[1].maxVcpus: expected a whole number from 1 to 10000, got 0',
  "no-instance-types":
    'Compute "no-instance-types": environments[0].instanceTypes: expected at least one, got none',
  "many-idle-vcpus":
    'Compute "many-idle-vcpus": environments[0].minVcpus: expected a whole number from 0 to 16, got 17',
  "two-processors":
    'Compute "two-processors": environments[0].instanceTypes: m7g and m7i have different processors, and an image runs on one; keep one kind',
  "gpus-for-all":
    'Compute "gpus-for-all": environments[1].gpu: a queue has environments with GPUs or without, as jobs that need none would take them; make two queues',
  "no-share": 'Compute "no-share": shares.sitemap: expected a number from 0.01 to 10000, got 0',
  "shares-alike": 'Compute "shares-alike": shares: "sitemap" is there twice; remove one',
  "long-update": 'Compute "long-update": jobMinutesOnUpdate: expected a whole number from 1 to 360, got 361',
  impatient:
    'Compute "impatient": cancelWithoutCapacityAfterSeconds: expected a whole number from 600 to 86400, got 60',
  "nothing-to-consume":
    'ConsumableResource "nothing-to-consume": total: expected a whole number from 1 to 9007199254740991, got 0',
  "small-disk": 'LaunchTemplate "small-disk": diskGiB: expected a whole number from 30 to 16384, got 8',
  "bad-user-data":
    'LaunchTemplate "bad-user-data": userData: part 1 of the user data, shell, must start with #!',
  "by-tag":
    'WorkerImage "by-tag": image: "acme/worker:latest" is not by digest; a tag can move. Give <registry>/<repository>@sha256:<64 hex digits>',
  "no-stages": 'StageJobs "no-stages": stages: expected at least one, got none',
  "half-a-vcpu":
    'StageJobs "half-a-vcpu": stages.fetch.vcpus: expected a whole number from 1 to 192, got 0.5',
  "short-timeout":
    'StageJobs "short-timeout": stages.write.timeout: expected a whole number from 60 to 1209600, got 59',
  "many-attempts":
    'StageJobs "many-attempts": stages.fetch.attempts: expected a whole number from 1 to 10, got 11',
  "tmp-over-memory":
    'StageJobs "tmp-over-memory": stages.fetch.tmpMiB: expected a whole number from 1 to 511, got 512',
  "two-tmps":
    'StageJobs "two-tmps": stages.fetch.tmpMiB: is the size of a /tmp in memory, and tmpOnDisk is set; give one of them',
  "few-files":
    'StageJobs "few-files": stages.fetch.openFiles: expected a whole number from 1024 to 1048576, got 3',
  "secret-by-name":
    'StageJobs "secret-by-name": secrets.token: expected the whole ARN of a secret, with the six characters at its end, got "shop/token"',
  "reserved-secret":
    'StageJobs "reserved-secret": stages.fetch.secrets.AWS_BATCH_TOKEN: not a name that a variable of a job may have',
  "no-secret":
    'StageJobs "no-secret": stages.fetch.secrets.TOKEN: there is no "token" among secrets; add its ARN there',
  "too-much-memory":
    'StageJobs "too-much-memory": stages.rescale: needs 4 vCPUs and 65536 MiB, and no instance of its queue has both for a container; the largest, m7g.4xlarge, has 16 vCPUs and about 62259 MiB. Ask for less, or allow larger instanceTypes and maxVcpus',
  "too-many-vcpus":
    'StageJobs "too-many-vcpus": stages.fetch: needs 17 vCPUs and 512 MiB, and no instance of its queue has both for a container; the largest, m7g, has 16 vCPUs and about 249036 MiB. Ask for less, or allow larger instanceTypes and maxVcpus',
  "no-gpus":
    'StageJobs "no-gpus": stages.fetch.gpus: needs 1 and no environment of its queue has any; set gpu on one',
  "endless-plan":
    'PlannerJob "endless-plan": timeoutSeconds: expected a whole number from 60 to 86400, got 86401',
  "untried-plan": 'PlannerJob "untried-plan": attempts: expected a whole number from 1 to 10, got 0',
  "large-plan":
    'PlannerJob "large-plan": vcpus: needs 17 vCPUs and 2048 MiB, and no instance of its queue has both for a container; the largest, m7g, has 16 vCPUs and about 249036 MiB. Ask for less, or allow larger instanceTypes and maxVcpus',
  "long-function":
    'BundledFunction "long-function": timeoutSeconds: expected a whole number from 1 to 900, got 901',
  "no-value": 'Workflow "no-value": tokens: the state machine needs a value for "queue"',
  "unix-cron":
    'WorkflowSchedule "unix-cron": schedules[0].cron: expected six fields such as "0 3 * * ? *", got "0 3 * * *"',
  "no-such-zone":
    'WorkflowSchedule "no-such-zone": schedules[0].timezone: expected an IANA name such as "Europe/Warsaw", got "Europe/Atlantis"',
  "zone-offset":
    'WorkflowSchedule "zone-offset": schedules[0].timezone: expected an IANA name such as "Europe/Warsaw", got "+02:00"',
  "schedule-twice": 'WorkflowSchedule "schedule-twice": schedules: "default" is there twice; remove one',
};

describe("components given arguments that cannot be right", () => {
  let run: ProgramRun;
  let said: PropertyMap;
  before(async function () {
    this.timeout(60_000);
    const root = fixtureProgram("refusals");
    ({ run } = await programRun({ root, mode: "preview" }));
    said = run.outputs.refusals as PropertyMap;
  });

  for (const [name, message] of Object.entries(refusals)) {
    it(`refuse ${name}, by component and field`, () => {
      expect(said[name]).to.equal(message);
    });
  }

  it("are all tried here", () => {
    expect(said).to.have.all.keys(...Object.keys(refusals));
  });

  it("refuse before they declare anything", () => {
    const children = run.resources.filter(({ urn }) =>
      Object.keys(refusals).some((name) => urn.includes(name)),
    );
    expect(children.map(({ kind }) => kind)).to.satisfy((kinds: string[]) =>
      kinds.every((kind) => kind === "component"),
    );
  });
});
