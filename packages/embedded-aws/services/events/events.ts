import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { awsJsonService } from "../../host/gateway/protocols/aws-json.ts";
import type { Call, Service } from "../../host/gateway/service.ts";
import { accountId } from "../../host/identity/principal.ts";
import { type BusEvent, busEvent, type EventContent } from "./event.ts";
import { type EventPattern, eventPattern } from "./event-pattern.ts";
import { type Target, targetInput } from "./target.ts";

export interface EventsOptions {
  /** Gets `events.jsonl`: the events that are kept, a line each. */
  readonly dir: string;
  readonly clock: Clock;
  readonly region: string;
  /** Hands text to a target. What becomes of it is no affair of the sender's. */
  readonly deliver?: (targetArn: string, text: string) => void;
}

interface Rule {
  readonly matches: EventPattern;
  readonly enabled: boolean;
  readonly targets: Map<string, Target>;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const maxEntries = 10;

/** EventBridge of the embedded AWS: the default bus, its rules and their targets. */
export class Events {
  /** Behind the gateway, as `events`. */
  readonly service: Service;
  /** What was put, and what a rule was for, oldest first; the newest thousand. */
  readonly recent: BusEvent[] = [];
  readonly #options: EventsOptions;
  readonly #rules = new Map<string, Rule>();

  constructor(options: EventsOptions) {
    this.#options = options;
    mkdirSync(options.dir, { recursive: true });
    this.service = awsJsonService({
      signingName: "events",
      version: "1.1",
      operations: {
        PutEvents: ({ Entries = [] }: PutEventsRequest, call: Call) => {
          const bus = `arn:aws:events:${options.region}:${accountId}:event-bus/default`;
          call.authorise("events:PutEvents", bus);
          if (Entries.length === 0 || Entries.length > maxEntries) {
            throw new AwsError("ValidationException", `Entries must have 1 to ${maxEntries} items`);
          }
          const results = Entries.map((entry) => this.#put(entry));
          const failed = results.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
          return { FailedEntryCount: failed, Entries: results };
        },
      },
    });
  }

  /** Makes or replaces a rule; it keeps its targets. Throws TypeError for what is no event pattern. */
  putRule(name: string, pattern: unknown, enabled = true): void {
    const targets = this.#rules.get(name)?.targets ?? new Map<string, Target>();
    this.#rules.set(name, { matches: eventPattern(pattern), enabled, targets });
  }

  hasRule(name: string): boolean {
    return this.#rules.has(name);
  }

  /** Throws ResourceNotFoundException for an unknown rule. */
  putTarget(ruleName: string, target: Target): void {
    const rule = this.#rules.get(ruleName);
    if (rule === undefined) {
      throw new AwsError("ResourceNotFoundException", `Rule ${ruleName} does not exist on EventBus default.`);
    }
    rule.targets.set(target.id, target);
  }

  /** An event of a service, such as a job that changed its state: it is kept only when a rule is for it, as there are many. */
  emit(content: EventContent): void {
    if (this.#rules.size === 0) return;
    const { clock, region } = this.#options;
    const event = busEvent(content, clock.now(), region);
    if (this.#deliver(event)) this.#keep(event);
  }

  /** Hands the event to the targets of the rules that are for it; says whether there was such a rule. */
  #deliver(event: BusEvent): boolean {
    const rules = [...this.#rules.values()].filter(({ enabled, matches }) => enabled && matches(event));
    for (const target of rules.flatMap(({ targets }) => [...targets.values()])) {
      this.#options.deliver?.(target.arn, targetInput(target, event));
    }
    return rules.length > 0;
  }

  #keep(event: BusEvent): void {
    this.recent.push(event);
    if (this.recent.length > 1000) this.recent.shift();
    appendFileSync(join(this.#options.dir, "events.jsonl"), `${JSON.stringify(event)}\n`);
  }

  #put({ Source, DetailType, Detail, Resources = [] }: PutEventsRequestEntry): PutEventsResultEntry {
    const invalid = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
    if (!Source || !DetailType || Detail === undefined) {
      return invalid("InvalidArgument", "Parameters Source, DetailType and Detail are required.");
    }
    if (Source.startsWith("aws.")) {
      return invalid("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    let detail: unknown;
    try {
      detail = JSON.parse(Detail);
    } catch {
      return invalid("MalformedDetail", "Detail is malformed.");
    }
    const { clock, region } = this.#options;
    const content = { source: Source, detailType: DetailType, detail, resources: Resources };
    const event = busEvent(content, clock.now(), region);
    this.#keep(event);
    this.#deliver(event);
    return { EventId: event.id };
  }
}
