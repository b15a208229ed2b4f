import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "@batchline/clock";
import type { Service } from "../../host/gateway/service.ts";
import { accountId } from "../../host/identity/principal.ts";
import { emlOf, type MailMessage } from "./message.ts";
import { sesService } from "./ses-service.ts";

export interface MailOptions {
  /** Gets an `.eml` and a `.json` file for each e-mail. */
  readonly dir: string;
  readonly clock: Clock;
  readonly region: string;
}

/** SES of the embedded AWS: nothing leaves the machine; every e-mail is kept as files that a person can open. */
export class Mail {
  /** Behind the gateway, as `ses`: version 2 of the API. */
  readonly service: Service;
  /** Every e-mail, oldest first. */
  readonly messages: MailMessage[] = [];
  readonly region: string;
  readonly #options: MailOptions;
  readonly #identities = new Set<string>();

  constructor(options: MailOptions) {
    this.#options = options;
    this.region = options.region;
    this.service = sesService(this);
  }

  /** Makes an address or a domain one that may send; it counts as verified at once. Returns its ARN. */
  createIdentity(name: string): string {
    this.#identities.add(name.toLowerCase());
    return this.arnOf(name);
  }

  arnOf(identity: string): string {
    return `arn:aws:ses:${this.#options.region}:${accountId}:identity/${identity}`;
  }

  /** The identity that an address sends by: itself, its domain or a domain above that. Undefined when there is none. */
  identityOf(address: string): string | undefined {
    const bare = (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase();
    const domain = bare.split("@").at(-1) ?? "";
    const labels = domain.split(".");
    const candidates = [bare, ...labels.map((_, index) => labels.slice(index).join("."))];
    return candidates.find((candidate) => this.#identities.has(candidate));
  }

  /** Keeps an e-mail; returns its id. Its sender is not looked at: that is for who sends it. */
  send(mail: Omit<MailMessage, "messageId" | "sentAt">): string {
    const { dir, clock } = this.#options;
    const sentAt = new Date(clock.now()).toISOString();
    const message: MailMessage = { ...mail, messageId: randomUUID(), sentAt };
    this.messages.push(message);
    mkdirSync(dir, { recursive: true });
    const recipient = (message.to[0] ?? "nobody").replace(/[^\w.@+-]+/g, "_");
    const file = join(dir, `${sentAt.replaceAll(":", "-")}-${recipient}-${message.messageId.slice(0, 8)}`);
    writeFileSync(`${file}.eml`, emlOf(message));
    writeFileSync(`${file}.json`, `${JSON.stringify(message, null, 2)}\n`);
    return message.messageId;
  }
}
