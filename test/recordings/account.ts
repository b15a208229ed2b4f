import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { VirtualClock } from "@batchline/clock";
import { type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import { embeddedServices, type Service } from "@batchline/embedded-aws/testing";
import { withFunctions } from "./functions.ts";
import { Missing } from "./missing.ts";
import { queueService } from "./queues.ts";
import { type RecordedFunction, standIns } from "./recording.ts";

const require = createRequire(import.meta.url);

/** The package and client of each service that recordings call. */
const clients: Readonly<Record<string, readonly [packageName: string, client: string]>> = {
  stepfunctions: ["@aws-sdk/client-sfn", "SFNClient"],
  s3: ["@aws-sdk/client-s3", "S3Client"],
  sqs: ["@aws-sdk/client-sqs", "SQSClient"],
  sns: ["@aws-sdk/client-sns", "SNSClient"],
  logs: ["@aws-sdk/client-cloudwatch-logs", "CloudWatchLogsClient"],
  dynamodb: ["@aws-sdk/client-dynamodb", "DynamoDBClient"],
  events: ["@aws-sdk/client-eventbridge", "EventBridgeClient"],
  iam: ["@aws-sdk/client-iam", "IAMClient"],
};

interface Client {
  send(command: object): Promise<Readonly<Record<string, unknown>>>;
  readonly config: { systemClockOffset: number };
  destroy(): void;
}

/** Rounds without any event after which everything is taken to wait for the clock. */
const quietRounds = 3;

/** An empty embedded AWS for one recording. Its time is virtual. */
export class Account {
  readonly clock: VirtualClock;
  readonly aws: EmbeddedAws;
  readonly #dir: string;
  readonly #activity: Activity;
  readonly #clients = new Map<string, Client>();

  private constructor(aws: EmbeddedAws, clock: VirtualClock, dir: string, activity: Activity) {
    this.aws = aws;
    this.clock = clock;
    this.#dir = dir;
    this.#activity = activity;
  }

  static async start(functions: readonly RecordedFunction[]): Promise<Account> {
    const dir = await mkdtemp(join(tmpdir(), "batchline-recordings-"));
    const clock = new VirtualClock(Date.now());
    const activity = new Activity();
    const intercept = (service: Service) =>
      activity.watch(service.signingName === "lambda" ? withFunctions(service, functions, clock) : service);
    let endpoint = "";
    const queues = { name: "queues", wire: () => queueService(clock, () => endpoint) };
    const services = [...embeddedServices, queues];
    const aws = await startEmbeddedAws({ dir, region: standIns.region, clock, intercept, services });
    endpoint = aws.endpoint;
    for (const name of ["sfn-role", "cross-account-admin"]) grantAll(aws, name);
    return new Account(aws, clock, dir, activity);
  }

  /** Calls an operation. Rejects with the SDK's error. */
  async call(service: string, api: string, params: object): Promise<Readonly<Record<string, unknown>>> {
    const [packageName, clientName] = clients[service] ?? [];
    if (packageName === undefined || clientName === undefined)
      throw new Missing(`there is no service ${service}`);
    const sdk = require(packageName) as Record<string, new (options: object) => Client>;
    const Command = sdk[`${api}Command`];
    const Constructor = sdk[clientName];
    if (Command === undefined || Constructor === undefined) throw new TypeError(`${service} has no ${api}`);
    let client = this.#clients.get(service);
    if (client === undefined) {
      client = new Constructor({
        ...this.aws.clientConfig,
        maxAttempts: 1,
        forcePathStyle: true,
        disableHostPrefix: true,
      });
      this.#clients.set(service, client);
    }
    // Requests are signed with the account's time.
    client.config.systemClockOffset = this.clock.now() - Date.now();
    // Python's SDK invents no type for an object.
    const typed = api === "PutObject" ? { ContentType: "binary/octet-stream", ...params } : params;
    return client.send(new Command(typed));
  }

  /** Resolves when nothing happens before the clock moves. */
  async quiet(): Promise<void> {
    for (let quiet = 0, seen = -1; quiet < quietRounds; ) {
      await pause(1);
      const { changes, running } = this.#activity;
      quiet = running === 0 && changes === seen ? quiet + 1 : 0;
      seen = changes;
    }
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.values()) client.destroy();
    await this.aws.stop();
    await rm(this.#dir, { recursive: true, force: true });
  }
}

/** Counts the requests that services work on. Those that a clock delays do not count. */
class Activity {
  changes = 0;
  running = 0;

  watch(service: Service): Service {
    return {
      ...service,
      handle: async (request) => {
        this.changes += 1;
        const delayed = service.signingName === "lambda";
        if (!delayed) this.running += 1;
        try {
          return await service.handle(request);
        } finally {
          this.changes += 1;
          if (!delayed) this.running -= 1;
        }
      },
    };
  }
}

/** The recordings' roles may do everything. */
function grantAll({ identity }: EmbeddedAws, name: string): void {
  const arn = `arn:aws:iam::${standIns.account}:role/${name}`;
  const Principal = { Service: "states.amazonaws.com", AWS: `arn:aws:iam::${standIns.account}:root` };
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal } as const;
  identity.putRole({ name, arn, trust: { Version: "2012-10-17", Statement: [trust] } });
  const all = { Effect: "Allow", Action: "*", Resource: "*" } as const;
  identity.putRolePolicy(name, "all", { Version: "2012-10-17", Statement: [all] });
}
