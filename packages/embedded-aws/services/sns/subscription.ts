import { isDeepStrictEqual } from "node:util";
import { checkEndpoint } from "./endpoint.ts";
import { type FilterScope, filterPolicy, invalidParameter } from "./filter-policy.ts";
import type { Notification } from "./notification.ts";

/** Attributes of a subscription, as SNS names them. */
export type SubscriptionAttributes = Readonly<Record<string, string>>;

const known: readonly string[] = ["FilterPolicy", "FilterPolicyScope", "RawMessageDelivery"];
const scopes: readonly string[] = ["MessageAttributes", "MessageBody"];

export class Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  /** A function's or queue's ARN, or an e-mail address. */
  readonly endpoint: string;
  #attributes: SubscriptionAttributes;
  #accepts: (message: Notification) => boolean;

  /** Throws InvalidParameter for what SNS refuses. */
  constructor(
    of: Pick<Subscription, "arn" | "topicArn" | "protocol" | "endpoint">,
    attributes: SubscriptionAttributes = {},
  ) {
    checkEndpoint(of.protocol, of.endpoint);
    this.arn = of.arn;
    this.topicArn = of.topicArn;
    this.protocol = of.protocol;
    this.endpoint = of.endpoint;
    this.#accepts = this.#compiled(attributes, "Attributes Reason: ");
    this.#attributes = attributes;
  }

  get attributes(): SubscriptionAttributes {
    return this.#attributes;
  }

  get isRaw(): boolean {
    return this.#attributes.RawMessageDelivery === "true";
  }

  /** Throws InvalidParameter for what SNS refuses. An empty text removes the attribute. */
  set(name: string, value: string): void {
    const { [name]: _, ...others } = this.#attributes;
    const attributes = value === "" ? others : { ...others, [name]: value };
    this.#accepts = this.#compiled(attributes, "");
    this.#attributes = attributes;
  }

  /** Whether the filter policy lets a message through. */
  accepts(message: Notification): boolean {
    return this.#accepts(message);
  }

  isSame(protocol: string, endpoint: string): boolean {
    return this.protocol === protocol && this.endpoint === endpoint;
  }

  hasAttributes(attributes: SubscriptionAttributes): boolean {
    return isDeepStrictEqual(attributes, this.#attributes);
  }

  #compiled(attributes: SubscriptionAttributes, place: string): (message: Notification) => boolean {
    for (const name of Object.keys(attributes))
      if (!known.includes(name)) throw invalidParameter(`${place}${name} is not emulated`);
    const { FilterPolicy, FilterPolicyScope: scope = "MessageAttributes", RawMessageDelivery } = attributes;
    if (!isScope(scope))
      throw invalidParameter(
        `${place}FilterPolicyScope: Invalid value [${scope}]. Please use either MessageBody or MessageAttributes`,
      );
    if (RawMessageDelivery === "true" && this.protocol !== "sqs")
      throw invalidParameter(
        `${place}Delivery protocol [${this.protocol}] does not support raw message delivery.`,
      );
    return FilterPolicy === undefined ? () => true : filterPolicy(FilterPolicy, scope, place);
  }
}

function isScope(text: string): text is FilterScope {
  return scopes.includes(text);
}
