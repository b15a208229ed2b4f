import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  ComputeResource,
  ContainerProperties,
  JobDetail,
  RegisterJobDefinitionRequest,
  SubmitJobRequest,
} from "@aws-sdk/client-batch";
import { type Clock, realClock } from "@batchline/clock";
import { AwsError } from "../host/gateway/aws-error.ts";
import type { Service } from "../host/gateway/service.ts";
import { Batch } from "../services/batch/batch.ts";
import type { ContainerImage } from "../services/batch/container/container.ts";
import { batchService } from "../services/batch/operations.ts";

/** What a test may replace. */
type BatchParts = Pick<ConstructorParameters<typeof Batch>[0], "host" | "runner" | "ended">;

/** What an environment needs on EC2. */
export const ec2Resources: ComputeResource = {
  type: "EC2",
  minvCpus: 0,
  maxvCpus: 4,
  instanceTypes: ["m7i"],
  instanceRole: "ecsInstanceRole",
  subnets: ["subnet-1"],
  securityGroupIds: ["sg-1"],
};

/** An embedded Batch with a queue, an image whose program a test writes, and logs in memory. */
export class BenchBatch implements AsyncDisposable {
  readonly batch: Batch;
  /** Behind the gateway. */
  readonly service: Service;
  readonly dir: string;
  readonly logs = new Map<string, { timestamp: number; message: string }[]>();
  /** The tasks that were registered at the ECS endpoints. */
  readonly tasks: {
    roleArn?: string | undefined;
    sessionName: string;
    metadata: object;
    released: boolean;
  }[] = [];
  readonly region = "eu-central-1";

  private constructor(dir: string, clock: Clock, more: BatchParts) {
    this.dir = dir;
    const image: ContainerImage = {
      uri: "worker@sha256:0123",
      entrypoint: ["node", "main.mjs"],
      cmd: ["from-image"],
      env: { FROM_IMAGE: "image", SHARED: "image" },
      workdir: dir,
    };
    const broken = { ...image, uri: "broken@sha256:4567", entrypoint: ["no-such-program"] };
    const images = new Map([image, broken].map((each) => [each.uri, each]));
    this.batch = new Batch({
      ...more,
      clock,
      secrets: {
        read: async ({ SecretId }) => {
          throw new AwsError("ResourceNotFoundException", `there is no ${SecretId}`);
        },
      },
      dir,
      region: this.region,
      endpoint: () => "http://127.0.0.1:4566",
      images: { get: (uri) => images.get(uri) },
      logs: {
        put: (group, stream, events) => {
          const key = `${group} ${stream}`;
          this.logs.set(key, [...(this.logs.get(key) ?? []), ...events]);
        },
      },
      ecs: {
        register: (task) => {
          const entry = { ...task, released: false };
          this.tasks.push(entry);
          return {
            credentialsUri: `/ecs/credentials/${this.tasks.length}`,
            metadataUri: `/ecs/metadata/${this.tasks.length}`,
            release: () => {
              entry.released = true;
            },
          };
        },
      },
    });
    this.service = batchService(this.batch);
    this.batch.createComputeEnvironment({
      computeEnvironmentName: "spot",
      type: "MANAGED",
      computeResources: {
        ...ec2Resources,
        type: "SPOT",
        maxvCpus: 16,
        spotIamFleetRole: "arn:aws:iam::000000000000:role/fleet",
      },
    });
    this.batch.createJobQueue({
      jobQueueName: "queue",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "spot" }],
    });
  }

  static async start(program = "", clock: Clock = realClock, more: BatchParts = {}): Promise<BenchBatch> {
    const dir = await realpath(await mkdtemp(join(tmpdir(), "batchline-batch-")));
    await writeFile(join(dir, "main.mjs"), program);
    return new BenchBatch(dir, clock, more);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.batch.stop();
    await rm(this.dir, { recursive: true, force: true });
  }

  /** Creates a queue on the same environment with a fair-share policy. */
  share(jobQueueName: string): void {
    const { arn } = this.batch.createSchedulingPolicy({ name: jobQueueName, fairsharePolicy: {} });
    const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "spot" }];
    this.batch.createJobQueue({
      jobQueueName,
      priority: 1,
      schedulingPolicyArn: arn,
      computeEnvironmentOrder,
    });
  }

  define(
    container: Partial<ContainerProperties> = {},
    name = "job",
    more: Pick<RegisterJobDefinitionRequest, "schedulingPriority" | "consumableResourceProperties"> = {},
  ): string {
    return this.batch.registerJobDefinition({
      ...more,
      jobDefinitionName: name,
      type: "container",
      containerProperties: {
        image: "worker@sha256:0123",
        resourceRequirements: [
          { type: "VCPU", value: "1" },
          { type: "MEMORY", value: "512" },
        ],
        ...container,
      },
    }).arn;
  }

  submit(request: Partial<SubmitJobRequest> = {}): string {
    const input = { jobName: "test", jobQueue: "queue", jobDefinition: "job", ...request };
    const call = {
      principal: { arn: "arn:aws:iam::000000000000:root", userId: "000000000000", tags: {} },
      authorise: () => {},
      requestId: "request",
    };
    return this.batch.submitJob(input, call).jobId ?? "";
  }

  job(id: string): JobDetail {
    const job = this.batch.describeJob(id);
    if (job === undefined) throw new Error(`no job ${id}`);
    return job;
  }

  /** Resolves once the job satisfies `condition`: by default that it has ended. */
  reached(
    id: string,
    condition: (job: JobDetail) => boolean = ({ status }) => status === "SUCCEEDED" || status === "FAILED",
  ): Promise<JobDetail> {
    return new Promise((resolve) => {
      const check = () => {
        const job = this.job(id);
        if (!condition(job)) return;
        stop();
        resolve(job);
      };
      const stop = this.batch.onJobStateChange(check);
      check();
    });
  }

  /** What the job's last container wrote, or `undefined` before anything came. */
  lines(id: string, group = "/aws/batch/job"): string[] {
    const stream = this.job(id).container?.logStreamName;
    return (this.logs.get(`${group} ${stream}`) ?? []).map(({ message }) => message);
  }
}
