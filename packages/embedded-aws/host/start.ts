import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Clock, realClock } from "@batchline/clock";
import { Batch } from "../services/batch/batch.ts";
import { waitForJob } from "../services/batch/jobs/wait-for-job.ts";
import { type DynamoDb, startDynamoDb } from "../services/dynamodb/dynamodb.ts";
import { Images } from "../services/ecr/images.ts";
import { Events } from "../services/events/events.ts";
import { executionStatusChange, jobStateChange } from "../services/events/service-events.ts";
import { Lambda } from "../services/lambda/lambda.ts";
import { Logs } from "../services/logs/logs.ts";
import { type S3, startS3 } from "../services/s3/s3.ts";
import { SecretsManager } from "../services/secrets-manager/secrets-manager.ts";
import { Mail } from "../services/ses/mail.ts";
import { Sns } from "../services/sns/sns.ts";
import { StepFunctions } from "../services/step-functions/step-functions.ts";
import { sts } from "../services/sts/sts.ts";
import { EcsEndpoints } from "./gateway/ecs-endpoints.ts";
import { type Gateway, startGateway } from "./gateway/server.ts";
import type { Service } from "./gateway/service.ts";
import { Identity } from "./identity/identity.ts";
import type { LongTermCredentials } from "./identity/principal.ts";
import { Deliveries } from "./message-delivery.ts";

export interface StartOptions {
  /**
   * All that is kept is kept under it: objects, tables, logs, images, functions. Made when it is not there; objects and
   * tables that an earlier session left are found again.
   */
  readonly dir: string;
  /** @default "eu-central-1" */
  readonly region?: string;
  /** What time it is for every service, except for what S3 and DynamoDB stamp on their own. @default realClock */
  readonly clock?: Clock;
  /**
   * A YAML file, which need not be there yet: name of a secret of Secrets Manager → its value. It is read anew for each container.
   * @default no secret has a value
   */
  readonly secretsFile?: string;
  /** Of the gateway on 127.0.0.1. @default any free port */
  readonly port?: number;
  /** Puts itself before a service, to have it fail or stall as it may on AWS. @default every service answers as it is */
  readonly intercept?: (service: Service) => Service;
}

/** An AWS account and region on this machine. */
export interface EmbeddedAws {
  readonly region: string;
  /** `http://127.0.0.1:<port>`: every service, told apart by the request's signature. */
  readonly endpoint: string;
  /** Of the account's root, who may do everything. */
  readonly credentials: LongTermCredentials;
  /** What every SDK client takes: `new BatchClient(aws.clientConfig)`. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: LongTermCredentials;
  };
  /** The same for other processes: what the AWS CLI and SDKs read from the environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly identity: Identity;
  readonly s3: S3;
  readonly dynamodb: DynamoDb;
  readonly logs: Logs;
  readonly lambda: Lambda;
  readonly images: Images;
  readonly batch: Batch;
  readonly stepFunctions: StepFunctions;
  readonly sns: Sns;
  readonly mail: Mail;
  readonly events: Events;
  /** Ends everything: executions, containers, functions, servers; within 5 s. Calling it again waits for the same end. */
  stop(): Promise<void>;
}

/** Starts the embedded AWS, empty. Two at once, in two directories, do not know of each other. */
export async function startEmbeddedAws(options: StartOptions): Promise<EmbeddedAws> {
  const { dir, region = "eu-central-1", clock = realClock, port, intercept = (service) => service } = options;
  await mkdir(dir, { recursive: true });
  let gateway: Gateway | undefined;
  const endpoint = () => {
    if (gateway === undefined) throw new Error("the gateway has not started yet");
    return gateway.endpoint;
  };
  const identity = new Identity({ region, clock });
  const ecs = new EcsEndpoints({ identity });
  const logs = new Logs({ dir: join(dir, "logs"), clock, region });
  const images = new Images({ dir: join(dir, "images") });
  const lambda = new Lambda({ dir: join(dir, "lambda"), identity, logs, clock, region, endpoint });
  const secrets = new SecretsManager({ identity, region, file: options.secretsFile });
  const batch = new Batch({ dir: join(dir, "batch"), clock, logs, images, ecs, secrets, region, endpoint });
  const mail = new Mail({ dir: join(dir, "mail"), clock, region });
  const deliveries = new Deliveries({ lambda, mail, logs, clock });
  const sns = new Sns({
    dir: join(dir, "sns"),
    clock,
    region,
    deliver: (message, subscription) => deliveries.notification(message, subscription),
  });
  const events = new Events({
    dir: join(dir, "events"),
    clock,
    region,
    deliver: (targetArn, text) => deliveries.event(targetArn, text, sns),
  });
  batch.onJobStateChange((job) => events.emit(jobStateChange(job)));
  const stepFunctions = new StepFunctions({
    clock,
    identity,
    region,
    endpoint,
    logs,
    waitForJob: (jobId, signal) => waitForJob(batch, jobId, signal),
    onExecutionStatus: (execution) => events.emit(executionStatusChange(execution)),
  });
  const [s3, dynamodb] = await Promise.all([startS3({ dir: join(dir, "s3") }), startDynamoDb({ region })]);
  const services = [
    sts({ identity }),
    ...[s3, dynamodb, logs, lambda, batch, stepFunctions, sns, mail, events, secrets].map(serviceOf),
  ].map(intercept);
  try {
    gateway = await startGateway({ identity, ecs, services, ...(port === undefined ? {} : { port }) });
  } catch (cause) {
    await Promise.all([s3.stop(), dynamodb.stop()]);
    throw cause;
  }
  const started = gateway;
  let stopping: Promise<void> | undefined;
  const credentials = identity.operator;
  return {
    region,
    endpoint: started.endpoint,
    credentials,
    clientConfig: { endpoint: started.endpoint, region, credentials },
    environment: {
      AWS_ENDPOINT_URL: started.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    identity,
    s3,
    dynamodb,
    logs,
    lambda,
    images,
    batch,
    stepFunctions,
    sns,
    mail,
    events,
    stop() {
      stopping ??= stopAll([stepFunctions, batch, lambda], started, [s3, dynamodb]);
      return stopping;
    },
  };
}

function serviceOf({ service }: { readonly service: Service }): Service {
  return service;
}

interface Stoppable {
  stop(): Promise<void>;
}

/** What runs may still call services while it ends; then the door closes, then what is behind it. */
const workMayTakeMs = 3000;

async function stopAll(
  workers: readonly Stoppable[],
  gateway: Gateway,
  stores: readonly Stoppable[],
): Promise<void> {
  const working = Promise.all(workers.map((worker) => worker.stop()));
  await Promise.race([working, delay(workMayTakeMs, undefined, { ref: false })]);
  await gateway.stop();
  await working;
  await Promise.all(stores.map((store) => store.stop()));
}
