import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "@batchline/clock";
import type { Credentials, LongTermCredentials, Principal } from "./principal.ts";

interface Entry {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly principal: Principal;
}

export type Lookup =
  | { readonly outcome: "known"; readonly principal: Principal; readonly secretAccessKey: string }
  | { readonly outcome: "unknownKey" | "wrongToken" | "expired" };

/** Expired credentials are kept this long, so that their use is reported as expired and not as an unknown key. */
const rememberedMs = 3_600_000;
const sweepEvery = 500;

/** An id like IAM's: a prefix for the kind, and 16 characters. */
export function uniqueId(prefix: "AROA" | "ASIA" | "AKIA"): string {
  return `${prefix}${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
}

/** All access keys. They are in memory only: a new session has new ones. */
export class CredentialStore {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  #issued = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issueLongTerm(principal: Principal): LongTermCredentials {
    const accessKeyId = uniqueId("AKIA");
    const secretAccessKey = randomBytes(30).toString("base64url");
    this.#entries.set(accessKeyId, { secretAccessKey, expiresAt: Number.POSITIVE_INFINITY, principal });
    return { accessKeyId, secretAccessKey };
  }

  issue(principal: Principal, durationSeconds: number): Credentials {
    if (++this.#issued % sweepEvery === 0) this.#sweep();
    const expiresAt = this.#clock.now() + durationSeconds * 1000;
    const credentials = {
      accessKeyId: uniqueId("ASIA"),
      secretAccessKey: randomBytes(30).toString("base64url"),
      sessionToken: randomBytes(48).toString("base64"),
    };
    const { accessKeyId, ...secrets } = credentials;
    this.#entries.set(accessKeyId, { ...secrets, expiresAt, principal });
    return { ...credentials, expiration: new Date(expiresAt).toISOString() };
  }

  lookup(accessKeyId: string, sessionToken: string | undefined): Lookup {
    const entry = this.#entries.get(accessKeyId);
    if (entry === undefined) return { outcome: "unknownKey" };
    if (entry.sessionToken !== sessionToken) return { outcome: "wrongToken" };
    if (this.#clock.now() >= entry.expiresAt) return { outcome: "expired" };
    return { outcome: "known", principal: entry.principal, secretAccessKey: entry.secretAccessKey };
  }

  #sweep(): void {
    const before = this.#clock.now() - rememberedMs;
    for (const [key, entry] of this.#entries) if (entry.expiresAt < before) this.#entries.delete(key);
  }
}
