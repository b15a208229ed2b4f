import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { identityRequest, type ProvenFacts, proofHeader } from "../../contract/broker/identity-request.ts";
import type { Credentials } from "./signed-request.ts";

/** How a proof is signed. */
interface Signing extends Omit<ProvenFacts, "sessionToken"> {
  readonly credentials: Credentials;
  readonly region: string;
  readonly endpoint: URL;
}

interface Changed {
  readonly facts?: Partial<Omit<ProvenFacts, "sessionToken">>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly without?: string;
  readonly method?: string;
  readonly body?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly service?: string;
  readonly credentials?: Partial<Credentials>;
  readonly signedAt?: number;
}

/** Signatures that look like a proof's, by what was signed instead. */
export async function forgedSignatures(signing: Signing): Promise<Readonly<Record<string, string>>> {
  const { broker, jobId, time } = signing;
  const header = (text: string): Changed => ({ headers: { [proofHeader]: text } });
  const index = /\d+$/.exec(jobId)?.[0] ?? "";
  const changes: Readonly<Record<string, Changed>> = {
    "another broker": { facts: { broker: `${broker}-2` } },
    "a version of the broker": { facts: { broker: `${broker}:1` } },
    "the broker of another account": { facts: { broker: broker.replace(/:\d{12}:/, ":123456789012:") } },
    "the broker of another region": { facts: { broker: broker.replace(/lambda:[^:]+/, "lambda:us-east-1") } },
    "the broker by its name": { facts: { broker: broker.split(":").at(-1) ?? "" } },
    "another index": { facts: { jobId: jobId.replace(/\d+$/, String(Number(index) + 1)) } },
    "the array": { facts: { jobId: jobId.replace(/:\d+$/, "") } },
    "another job": { facts: { jobId: "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90" } },
    "a millisecond later": header(`${broker}|${jobId}|${time + 1}`),
    "another date": { signedAt: time - 60_000 },
    "the next day": { signedAt: time + 86_400_000 },
    "an empty header": header(""),
    "no header": { without: proofHeader },
    "the header's parts in another order": header(`${jobId}|${broker}|${time}`),
    "the header with a part more": header(`${broker}|${jobId}|${time}|x`),
    "the header with a part less": header(`${broker}|${jobId}`),
    "the header in capitals": header(`${broker}|${jobId}|${time}`.toUpperCase()),
    "another header more": { headers: { "x-amz-meta": "x" } },
    "another host": { headers: { host: "sts.example.com" } },
    "another type": { headers: { "content-type": "application/json" } },
    "no type": { without: "content-type" },
    GET: { method: "GET" },
    "another action": { body: "Action=GetSessionToken&Version=2011-06-15" },
    "the action twice": { body: "Action=GetCallerIdentity&Version=2011-06-15&Action=AssumeRole" },
    "no body": { body: "" },
    "another path": { path: "/x" },
    "a query": { query: { Action: "AssumeRole" } },
    "another region": { region: "us-east-1" },
    "another service": { service: "s3" },
    "another secret": { credentials: { secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" } },
  };
  const forged = Object.entries(changes).map(async ([what, changed]) => [what, await sign(signing, changed)]);
  const good = await sign(signing, {});
  return {
    ...Object.fromEntries(await Promise.all(forged)),
    "the right text, but for the last digit": good.slice(0, -1) + (good.endsWith("0") ? "1" : "0"),
    "the right text, read from its end": [...good].reverse().join(""),
    nothing: "0".repeat(64),
  };
}

/** The signature of the identity request with changes. */
async function sign(signing: Signing, changed: Changed): Promise<string> {
  const { credentials, region, endpoint, ...facts } = signing;
  const { sessionToken = "" } = credentials;
  const { url, method, headers, body } = identityRequest(endpoint, {
    ...facts,
    sessionToken,
    ...changed.facts,
  });
  const signer = new SignatureV4({
    ...{ service: changed.service ?? "sts", region: changed.region ?? region, applyChecksum: false },
    credentials: { ...credentials, ...changed.credentials },
    sha256: Hash.bind(null, "sha256"),
  });
  const { protocol, hostname } = url;
  const kept = Object.entries({ ...headers, ...changed.headers }).filter(
    ([name]) => name !== changed.without,
  );
  const signed = await signer.sign(
    {
      ...{ protocol, hostname, path: changed.path ?? "/", query: { ...changed.query } },
      ...{ method: changed.method ?? method, body: changed.body ?? body, headers: Object.fromEntries(kept) },
    },
    { signingDate: new Date(changed.signedAt ?? signing.time) },
  );
  return String(signed.headers.authorization).slice(-64);
}
