import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type * as api from "@aws-sdk/client-eventbridge";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { validationError } from "../../host/gateway/input-check.ts";
import { awsJsonService } from "../../host/gateway/protocols/aws-json.ts";
import type { Call, Service } from "../../host/gateway/service.ts";
import { accountId } from "../../host/identity/principal.ts";
import type { Sqs } from "../sqs/sqs.ts";
import { coverage } from "./coverage.ts";
import type { BusEvent, EventContent } from "./event.ts";
import { checkSize, detailOf } from "./put-events.ts";
import { busOf, type RuleName, Rules, ruleArn } from "./rules.ts";
import { type Target, targetInput } from "./target.ts";

interface EventsOptions {
  /** Has `events.jsonl` with the stored events, one a line. */
  readonly dir: string;
  readonly clock: Clock;
  readonly region: string;
  /** Delivers text to a target of a rule. Throws AwsError if that is impossible. */
  readonly deliver?: (targetArn: string, text: string, ruleArn: string) => void;
  /** The queues for events that cannot be delivered. @default these events are lost */
  readonly queues?: Pick<Sqs, "send" | "serviceMaySend">;
}

/** Entries of 1 MiB, each character of which JSON may write as six. */
const maxBodyBytes = 8 * 1024 ** 2;

export class Events extends Rules {
  readonly service: Service;
  /** The newest thousand events that were put or that matched a rule, oldest first. */
  readonly recent: BusEvent[] = [];
  readonly #options: EventsOptions;

  constructor(options: EventsOptions) {
    super();
    this.#options = options;
    mkdirSync(options.dir, { recursive: true });
    const service = awsJsonService({
      signingName: "events",
      check: { model: "events", coverage, frame: validationError("ValidationException") },
      version: "1.1",
      operations: {
        PutEvents: ({ Entries = [] }: api.PutEventsRequest, call: Call) => {
          authorisePut(Entries, options.region, call);
          checkSize(Entries);
          const results = Entries.map((entry) => this.#put(entry));
          const failed = results.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
          return { FailedEntryCount: failed, Entries: results };
        },
        DeleteRule: ({ Name = "", EventBusName }: api.DeleteRuleRequest, call: Call) => {
          this.deleteRule(this.#authorised("DeleteRule", { name: Name, bus: EventBusName }, call));
        },
        RemoveTargets: ({ Rule = "", EventBusName, Ids = [] }: api.RemoveTargetsRequest, call: Call) => {
          const rule = this.#authorised("RemoveTargets", { name: Rule, bus: EventBusName }, call);
          for (const id of Ids) this.removeTarget(rule, id);
          return { FailedEntryCount: 0, FailedEntries: [] };
        },
      },
    });
    this.service = { ...service, maxBodyBytes };
  }

  /** Sends an event of a service, for example a changed job. There are many, so it is stored only if a rule matches it. */
  emit(content: EventContent): void {
    if (!this.hasRules) return;
    const event = this.#event(content);
    if (this.#deliver(event)) this.#keep(event);
  }

  #authorised(operation: string, rule: RuleName, call: Call): RuleName {
    call.authorise(`events:${operation}`, ruleArn(this.#options.region, rule));
    return rule;
  }

  #event({ source, detailType, detail, resources = [] }: EventContent, at?: number): BusEvent {
    const { clock, region } = this.#options;
    const time = new Date(at ?? clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
    const sender = { "detail-type": detailType, source, account: accountId };
    return { version: "0", id: randomUUID(), ...sender, time, region, resources, detail };
  }

  /** Delivers the event to the targets of matching rules. Returns whether a rule matched. */
  #deliver(event: BusEvent): boolean {
    const targets = this.targetsFor(event);
    for (const { rule, target } of targets ?? []) {
      try {
        const { region, deliver } = this.#options;
        deliver?.(target.arn, targetInput(target, event), ruleArn(region, rule));
      } catch (cause) {
        if (!(cause instanceof AwsError)) throw cause;
        this.#keepUndelivered(event, rule, target, cause);
      }
    }
    return targets !== undefined;
  }

  /** EventBridge tries no second time if the target does not exist. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
  #keepUndelivered(event: BusEvent, rule: RuleName, target: Target, { code, message }: AwsError): void {
    const { region, queues } = this.#options;
    const queue = target.deadLetterConfig?.arn;
    const RULE_ARN = ruleArn(region, rule);
    if (queue === undefined || !queues?.serviceMaySend(queue, "events.amazonaws.com", RULE_ARN)) return;
    const attributes = { RULE_ARN, TARGET_ARN: target.arn, ERROR_CODE: code, ERROR_MESSAGE: message };
    queues.send(queue, JSON.stringify(event), attributes);
  }

  #keep(event: BusEvent): void {
    this.recent.push(event);
    if (this.recent.length > 1000) this.recent.shift();
    appendFileSync(join(this.#options.dir, "events.jsonl"), `${JSON.stringify(event)}\n`);
  }

  #put(entry: api.PutEventsRequestEntry): api.PutEventsResultEntry {
    const bus = busOf({ name: "", bus: entry.EventBusName });
    if (bus !== "default")
      return { ErrorCode: "ResourceNotFoundException", ErrorMessage: `Event bus ${bus} does not exist.` };
    const checked = detailOf(entry);
    if ("ErrorCode" in checked) return checked;
    const { Source: source = "", DetailType: detailType = "", Resources: resources = [], Time } = entry;
    // On the wire a time is a number of seconds.
    const at = Time === undefined ? undefined : Number(Time) * 1000;
    const event = this.#event({ source, detailType, detail: checked.detail, resources }, at);
    this.#keep(event);
    this.#deliver(event);
    return { EventId: event.id };
  }
}

/** Each bus needs the right. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
function authorisePut(entries: readonly api.PutEventsRequestEntry[], region: string, call: Call): void {
  const buses = Map.groupBy(entries, ({ EventBusName }) => busOf({ name: "", bus: EventBusName }));
  if (buses.size === 0) buses.set("default", []);
  for (const [bus, of] of buses)
    call.authorise("events:PutEvents", `arn:aws:events:${region}:${accountId}:event-bus/${bus}`, {
      "events:source": of.flatMap(({ Source }) => Source ?? []),
      "events:detail-type": of.flatMap(({ DetailType }) => DetailType ?? []),
    });
}
