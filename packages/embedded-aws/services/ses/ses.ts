import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { accountId } from "../../host/identity/principal.ts";
import { emlOf, type MailMessage } from "./message.ts";

interface SesOptions {
  /** Has an `.eml` and a `.json` file for each e-mail. */
  readonly dir: string;
  readonly clock: Clock;
  readonly region: string;
}

/** https://datatracker.ietf.org/doc/html/rfc5321#section-4.5.3.1 */
const longestAddress = 64 + "@".length + 255;

/** SES: stores each e-mail as files that a person can open. Nothing leaves the machine. */
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

  /** Lets an address or a domain send. It is verified at once. Throws AlreadyExistsException. */
  createIdentity(name: string): void {
    if (this.hasIdentity(name))
      throw new AwsError("AlreadyExistsException", `Email identity ${name} already exists.`);
    this.#identities.add(name.toLowerCase());
  }

  hasIdentity(name: string): boolean {
    return this.#identities.has(name.toLowerCase());
  }

  /** Deletes an address or a domain, if it exists. It may no longer send. */
  deleteIdentity(name: string): void {
    this.#identities.delete(name.toLowerCase());
  }

  arnOf(identity: string): string {
    return sesArn(this.region, identity);
  }

  /** The verified identity of an address: itself, its domain or a parent domain. */
  identityOf(address: string): string | undefined {
    const bare = (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase();
    if (bare.length > longestAddress) return undefined;
    const labels = bare.slice(bare.lastIndexOf("@") + 1).split(".");
    const candidates = [bare, ...labels.map((_, index) => labels.slice(index).join("."))];
    return candidates.find((candidate) => this.#identities.has(candidate));
  }

  /** Stores an e-mail, from any sender; returns its id. */
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
