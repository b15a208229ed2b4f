import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "@batchline/clock";
import { accountId } from "../../host/identity/principal.ts";
import { emlOf, type MailMessage } from "./message.ts";

export interface SesOptions {
  /** Gets an `.eml` and a `.json` file for each e-mail. */
  readonly dir: string;
  readonly clock: Clock;
  readonly region: string;
}

/** SES of the embedded AWS: nothing leaves the machine; every e-mail is kept as files that a person can open. */
export class Ses {
  /** Every e-mail, oldest first. */
  readonly messages: MailMessage[] = [];
  readonly region: string;
  readonly #options: SesOptions;
  readonly #identities = new Set<string>();

  constructor(options: SesOptions) {
    this.#options = options;
    this.region = options.region;
  }

  /** Makes an address or a domain one that may send; it counts as verified at once. Returns its ARN. */
  createIdentity(name: string): string {
    this.#identities.add(name.toLowerCase());
    return this.arnOf(name);
  }

  arnOf(identity: string): string {
    return sesArn(this.region, identity);
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

export function sesArn(region: string, identity: string): string {
  return `arn:aws:ses:${region}:${accountId}:identity/${identity}`;
}
