import { sessionTags } from "../../contract/broker/session-tags.ts";
import type { Call, Calls } from "./signed-request.ts";

interface Asked {
  readonly roles: readonly string[];
  /** Of the session that the chunk has. */
  readonly own: Readonly<Record<string, string>>;
  /** Of another tenant's chunk. */
  readonly other: Readonly<Record<string, string>>;
  /** What the trust of the tenant role wants from the broker. */
  readonly externalId: string;
}

interface Session {
  readonly tags?: Readonly<Record<string, string>>;
  readonly externalId?: string;
  readonly transitive?: readonly string[];
}

/** Each role of the stack, asked for with each set of tags that some trust policy takes. */
export function roleCrossings({ roles, own, other, externalId }: Asked): Calls {
  const sets: Readonly<Record<string, Session>> = {
    "without tags": {},
    "with the tenant's tag alone": { tags: { tenant: own.tenant ?? "" } },
    "with another tenant's tag alone": { tags: { tenant: other.tenant ?? "" } },
    "with the own tags": { tags: own },
    "with the own tags and the external id": { tags: own, externalId },
    "with another chunk's tags and the external id": { tags: other, externalId },
    "with tags that go on": { tags: other, externalId, transitive: sessionTags },
  };
  return Object.fromEntries(
    roles.flatMap((role) =>
      Object.entries(sets).map(([how, session]): [string, Call] => [
        `becomes ${role} ${how}`,
        assume(role, session),
      ]),
    ),
  );
}

function assume(role: string, { tags = {}, externalId, transitive = [] }: Session): Call {
  const body = new URLSearchParams({
    ...{ Action: "AssumeRole", Version: "2011-06-15", RoleArn: role, RoleSessionName: "crossing" },
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  });
  for (const [index, [key, value]] of Object.entries(tags).entries()) {
    body.set(`Tags.member.${index + 1}.Key`, key);
    body.set(`Tags.member.${index + 1}.Value`, value);
  }
  for (const [index, key] of transitive.entries()) body.set(`TransitiveTagKeys.member.${index + 1}`, key);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { service: "sts", headers, body: body.toString() };
}
