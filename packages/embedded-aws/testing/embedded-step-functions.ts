import { EventEmitter, once } from "node:events";
import type { JobDetail, ListJobsRequest, SubmitJobRequest } from "@aws-sdk/client-batch";
import { type ExecutionStatus, SFNClient } from "@aws-sdk/client-sfn";
import type { Block } from "@batchline/asl";
import { type Clock, realClock } from "@batchline/clock";
import type { AnyService } from "../host/embedded-service.ts";
import { AwsError } from "../host/gateway/aws-error.ts";
import { restJsonService } from "../host/gateway/protocols/rest-json.ts";
import { startGateway } from "../host/gateway/server.ts";
import type { Call, GatewayRequest, Service } from "../host/gateway/service.ts";
import { Identity } from "../host/identity/identity.ts";
import { embeddedServices } from "../services/index.ts";
import { checkIntegrations as checkTasks } from "../services/step-functions/integrations/check.ts";
import type { StateMachineSpec } from "../services/step-functions/state-machine.ts";
import { StepFunctions, type StepFunctionsOptions } from "../services/step-functions/step-functions.ts";

export const region = "eu-central-1";
export const account = "000000000000";
export const roleArn = `arn:aws:iam::${account}:role/machine`;
export const machineArn = (name: string) => `arn:aws:states:${region}:${account}:stateMachine:${name}`;

const calls = embeddedServices.flatMap((service: AnyService) => service.calls ?? []);

/** The problems of a machine's tasks, checked against all services. */
export function checkIntegrations(machine: Block) {
  return checkTasks(machine, calls);
}

/** A Lambda function in a test: it returns JSON, or throws. */
export type Handler = (event: unknown, request: GatewayRequest) => unknown;

export class FunctionError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

interface AccessKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Step Functions behind a real gateway with real identities, with minimal stand-ins for Lambda and Batch. */
export class Embedded {
  readonly identity: Identity;
  readonly stepFunctions: StepFunctions;
  readonly batch = new FakeBatch();
  readonly handlers = new Map<string, Handler>();
  client = new SFNClient({});
  readonly #machines = new Set<string>();
  #endpoint = "";
  #stopGateway = async () => {};

  constructor(
    clock: Clock = realClock,
    more: Pick<StepFunctionsOptions, "logs" | "onExecutionStatus" | "thread" | "ended"> = {},
  ) {
    this.identity = new Identity({ region, clock });
    this.identity.putRole({ name: "machine", arn: roleArn, trust: trusting("states.amazonaws.com") });
    this.stepFunctions = new StepFunctions({
      clock,
      identity: this.identity,
      region,
      endpoint: () => this.#endpoint,
      calls,
      waitForJob: (id, signal) => this.batch.waitForJob(id, signal),
      ...more,
    });
  }

  async start(more: readonly Service[] = []): Promise<this> {
    const services = [this.stepFunctions.service, this.batch.service, lambdaService(this.handlers), ...more];
    const gateway = await startGateway({ identity: this.identity, services });
    this.#endpoint = gateway.endpoint;
    this.#stopGateway = gateway.stop;
    this.client = this.clientOf(this.identity.operator);
    return this;
  }

  get endpoint(): string {
    return this.#endpoint;
  }

  clientOf({ accessKeyId, secretAccessKey, sessionToken }: AccessKeys): SFNClient {
    const credentials = {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    };
    return new SFNClient({
      endpoint: this.#endpoint,
      region,
      credentials,
      maxAttempts: 1,
      disableHostPrefix: true,
    });
  }

  /** Replaces the rights of the machines' role. */
  allow(...actions: string[]): void {
    this.identity.putRolePolicy("machine", "tasks", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
    });
  }

  /** Creates the machine, or changes it. */
  create(
    name: string,
    definition: object,
    more: Pick<StateMachineSpec, "loggingConfiguration"> = {},
  ): string {
    const arn = machineArn(name);
    const spec = {
      ...more,
      name,
      arn,
      roleArn,
      definition: JSON.stringify({ QueryLanguage: "JSONata", ...definition }),
    };
    if (this.#machines.has(arn)) this.stepFunctions.updateStateMachine(arn, spec);
    else this.stepFunctions.createStateMachine(spec);
    this.#machines.add(arn);
    return arn;
  }

  async stop(): Promise<void> {
    await this.stepFunctions.stop();
    this.client.destroy();
    await this.#stopGateway();
  }
}

export function trusting(service: string) {
  return {
    Version: "2012-10-17" as const,
    Statement: [{ Effect: "Allow" as const, Principal: { Service: service }, Action: "sts:AssumeRole" }],
  };
}

/** Polls until the check returns a value, every 5 ms for at most 5 seconds. */
export async function eventually<T>(check: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const value = await check();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error("it did not happen within 5 seconds");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const isOver = (status: ExecutionStatus | undefined): boolean => status !== "RUNNING";

function lambdaService(handlers: ReadonlyMap<string, Handler>): Service {
  return {
    signingName: "lambda",
    async handle(request) {
      const name =
        decodeURIComponent(request.path.split("/")[3] ?? "")
          .split(":")
          .at(-1) ?? "";
      const json = { "content-type": "application/json" };
      try {
        request.authorise("lambda:InvokeFunction", `arn:aws:lambda:${region}:${account}:function:${name}`);
        const handler = handlers.get(name);
        if (handler === undefined) {
          throw new AwsError("ResourceNotFoundException", `Function not found: ${name}`, 404);
        }
        const event = request.body.length === 0 ? undefined : JSON.parse(request.body.toString());
        const answer = await handler(event, request);
        return {
          status: 200,
          headers: { ...json, "x-amz-executed-version": "$LATEST" },
          body: JSON.stringify(answer ?? null),
        };
      } catch (cause) {
        if (cause instanceof FunctionError) {
          return {
            status: 200,
            headers: { ...json, "x-amz-function-error": "Unhandled" },
            body: JSON.stringify({ errorType: cause.type, errorMessage: cause.message }),
          };
        }
        const error = cause as AwsError;
        return {
          status: error.status,
          headers: { ...json, "x-amzn-errortype": error.code },
          body: JSON.stringify({ message: error.message }),
        };
      }
    },
  };
}

/** Jobs that a test ends. */
export class FakeBatch {
  readonly jobs: JobDetail[] = [];
  readonly submissions: SubmitJobRequest[] = [];
  readonly service: Service;
  readonly #changes = new EventEmitter();

  constructor() {
    this.#changes.setMaxListeners(0);
    this.service = restJsonService({
      signingName: "batch",
      routes: {
        "POST /v1/submitjob": "SubmitJob",
        "POST /v1/describejobs": "DescribeJobs",
        "POST /v1/listjobs": "ListJobs",
        "POST /v1/terminatejob": "TerminateJob",
        "POST /v1/terminatejobs": "TerminateJobs",
      },
      operations: {
        SubmitJob: (input: SubmitJobRequest, call: Call) => {
          call.authorise("batch:SubmitJob", input.jobDefinition ?? "");
          if (input.jobQueue === "none")
            throw new AwsError("ClientException", "the queue none does not exist");
          this.submissions.push(input);
          const jobId = `job-${this.submissions.length}`;
          const { jobName, jobQueue, jobDefinition } = input;
          this.jobs.push({
            jobId,
            jobName,
            jobQueue,
            jobDefinition,
            status: "RUNNING",
            startedAt: 1_000,
            parameters: { someKey: "x" },
          });
          this.#changes.emit("submitted", jobId);
          return { jobId, jobName, jobArn: `arn:aws:batch:${region}:${account}:job/${jobId}` };
        },
        DescribeJobs: ({ jobs = [] }: { jobs?: string[] }, call: Call) => {
          call.authorise("batch:DescribeJobs", "*");
          return { jobs: this.jobs.filter((job) => jobs.includes(job.jobId ?? "")) };
        },
        ListJobs: ({ jobQueue, filters = [] }: ListJobsRequest, call: Call) => {
          call.authorise("batch:ListJobs", "*");
          const prefix = filters[0]?.values?.[0]?.replace(/\*$/, "") ?? "";
          const found = this.jobs.filter(
            (job) => job.jobQueue === jobQueue && job.jobName?.startsWith(prefix),
          );
          return { jobSummaryList: found };
        },
        TerminateJob: ({ jobId, reason }: { jobId: string; reason: string }, call: Call) => {
          this.#terminate(jobId, reason, call);
          return {};
        },
        TerminateJobs: ({ jobs, reason }: { jobs: string[]; reason: string }, call: Call) => {
          for (const jobId of jobs) this.#terminate(jobId, reason, call);
          return { errors: [] };
        },
      },
    });
  }

  #terminate(jobId: string, reason: string, call: Call): void {
    call.authorise("batch:TerminateJob", `arn:aws:batch:${region}:${account}:job/${jobId}`);
    this.end(jobId, "FAILED", reason);
  }

  end(jobId: string, status: "SUCCEEDED" | "FAILED", statusReason?: string): void {
    const job = this.job(jobId);
    if (job === undefined) throw new TypeError(`no job ${jobId}`);
    Object.assign(job, { status, statusReason, stoppedAt: 2_000 });
    this.#changes.emit(jobId);
  }

  job(jobId: string): JobDetail | undefined {
    return this.jobs.find((job) => job.jobId === jobId);
  }

  /** Calls `listener` with the id of each job that is submitted. */
  onSubmitted(listener: (jobId: string) => void): void {
    this.#changes.on("submitted", listener);
  }

  async waitForJob(jobId: string, signal: AbortSignal): Promise<JobDetail> {
    for (;;) {
      const job = this.job(jobId);
      if (job?.status === "SUCCEEDED" || job?.status === "FAILED") return job;
      await once(this.#changes, jobId, { signal });
    }
  }
}
