import { randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import { realClock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import { expect } from "chai";
import { stsService } from "../../services/sts/index.ts";
import { Identity } from "../identity/identity.ts";
import type { Credentials } from "../identity/principal.ts";
import { type Gateway, startGateway } from "./server.ts";
import { sign } from "./signature.ts";

const region = "eu-central-1";
const form = "Action=GetCallerIdentity&Version=2011-06-15";

/** A proof as sent: what was signed, and what was changed afterwards. */
interface Proof {
  readonly at?: number;
  readonly credentials?: Credentials;
  readonly scope?: { readonly region?: string; readonly service?: string; readonly date?: string };
  /** Names that are not signed. */
  readonly unsigned?: readonly string[];
  /** Headers after the signature: another value, several, or none. */
  readonly sent?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: string;
  readonly signedBody?: string;
  /** The content type. */
  readonly type?: string;
  readonly authorization?: (signed: string) => string;
  readonly query?: string;
}

describe("a signed GetCallerIdentity with a header of its own", () => {
  const identity = new Identity({ region, clock: realClock });
  const role = "arn:aws:iam::000000000000:role/stage";
  let gateway: Gateway;
  let session: Credentials;

  before(async () => {
    gateway = await startGateway({ identity, services: [stsService(identity)] });
    const trust = {
      Statement: {
        Effect: "Allow" as const,
        Action: "sts:AssumeRole",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
      },
    };
    identity.putRole({ name: "stage", arn: role, trust });
    session = identity.credentialsFor(role, "0123456789abcdef0123456789abcdef");
  });
  after(() => gateway.stop());

  /** The answer's status and body, as `<status> <code>: <message>` for an error. */
  const send = async (proof: Proof = {}) => {
    const { host } = new URL(gateway.endpoint);
    const { accessKeyId, secretAccessKey, sessionToken } = proof.credentials ?? session;
    const timestamp = new Date(proof.at ?? Date.now()).toISOString().replace(/[-:]|\.\d+/g, "");
    const headers: Record<string, string> = {
      "content-type": proof.type ?? "application/x-www-form-urlencoded; charset=utf-8",
      host,
      "x-amz-date": timestamp,
      "x-amz-security-token": sessionToken,
      "x-batchline-proof": `broker|job-1:7|${randomUUID()}`,
    };
    const signedHeaders = Object.keys(headers).filter((name) => !proof.unsigned?.includes(name));
    const claim = {
      ...{ accessKeyId, timestamp, sessionToken, signedHeaders, presigned: false },
      ...{ date: timestamp.slice(0, 8), region, service: "sts", ...proof.scope },
    };
    const request = {
      method: "POST",
      path: "/",
      rawQuery: "",
      headers,
      body: Buffer.from(proof.signedBody ?? form),
    };
    const signature = sign(request, claim, secretAccessKey).toString("hex");
    const scope = `${accessKeyId}/${claim.date}/${claim.region}/${claim.service}/aws4_request`;
    const signed = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders.join(";")}, Signature=${signature}`;
    const authorization = proof.authorization?.(signed) ?? signed;
    const all = Object.entries({ ...headers, authorization, ...proof.sent });
    return await post(
      `${gateway.endpoint}/${proof.query ?? ""}`,
      all.flatMap(([name, value]) =>
        value === undefined ? [] : [value].flat().flatMap((each) => [name, each as string]),
      ),
      proof.body ?? form,
    );
  };

  /** Headers are sent as they are: a name may stand twice. */
  const post = (url: string, headers: readonly string[], body: string) =>
    new Promise<{ status: number; body: string; error: string }>((resolve, reject) => {
      const sent = httpRequest(
        url,
        { method: "POST", headers: [...headers, "content-length", String(Buffer.byteLength(body))] },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => {
            const text = Buffer.concat(chunks).toString();
            const part = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(text)?.[1];
            const status = must(answer.statusCode, "an answer has a status");
            resolve({ status, body: text, error: `${status} ${part("Code")}: ${part("Message")}` });
          });
        },
      );
      sent.once("error", reject);
      sent.end(body);
    });

  it("is answered in the form of STS", async () => {
    const { status, body } = await send();
    expect(status).to.equal(200);
    const { id } = identity.role(role);
    const session = "0123456789abcdef0123456789abcdef";
    expect(body.replace(/<RequestId>.*</, "<RequestId>id<")).to.equal(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:sts::000000000000:assumed-role/stage/${session}</Arn>
    <UserId>${id}:${session}</UserId>
    <Account>000000000000</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>id</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`,
    );
  });

  const doesNotMatch = /^403 SignatureDoesNotMatch: The request signature we calculated does not match/;
  const minutes = (count: number) => Date.now() + count * 60_000;
  const stamp = String.raw`\d{8}T\d{6}Z`;
  const cases: Readonly<Record<string, readonly [() => Proof, RegExp]>> = {
    "whose header is another": [() => ({ sent: { "x-batchline-proof": "broker|job-2|1|x" } }), doesNotMatch],
    "without a signed header": [() => ({ sent: { "x-batchline-proof": undefined } }), doesNotMatch],
    "whose signed header stands twice": [
      () => ({ sent: { "x-batchline-proof": ["broker|job-1", "broker|job-2"] } }),
      doesNotMatch,
    ],
    "for another host": [() => ({ sent: { host: "sts.example.test" } }), doesNotMatch],
    "with two hosts": [() => ({ sent: { host: ["a.test", "b.test"] } }), /^(400|403) /],
    "with another body": [() => ({ body: `${form}&Extra=1` }), doesNotMatch],
    "with another query": [() => ({ query: "?Action=AssumeRole" }), doesNotMatch],
    "with text after the signature": [() => ({ authorization: (signed) => `${signed}00` }), doesNotMatch],
    "with two signatures": [
      () => ({ authorization: (signed) => `${signed}, Signature=${"0".repeat(64)}` }),
      /^400 IncompleteSignature: 'Signature=0{64}' not a valid key=value pair/,
    ],
    "with two Authorization headers": [
      () => ({
        sent: { authorization: ["AWS4-HMAC-SHA256 Credential=a/b/c/sts/aws4_request", "AWS4-HMAC-SHA256 x"] },
      }),
      /^400 IncompleteSignature: /,
    ],
    "without SignedHeaders": [
      () => ({ authorization: (signed) => signed.replace(/SignedHeaders=[^,]*, /, "") }),
      /^400 IncompleteSignature: Authorization header requires 'SignedHeaders' parameter\. Authorization=AWS4-HMAC-SHA256$/,
    ],
    "of another algorithm": [
      () => ({ authorization: (signed) => signed.replace("SHA256", "SHA1") }),
      /^400 IncompleteSignature: Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'/,
    ],
    "that does not sign the host": [
      () => ({ unsigned: ["host"] }),
      /^403 SignatureDoesNotMatch: 'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization\.$/,
    ],
    "that does not sign its date": [
      () => ({ unsigned: ["x-amz-date"] }),
      /^403 SignatureDoesNotMatch: 'x-amz-date' must be a 'SignedHeader'/,
    ],
    "with an x-amz- header that it does not sign": [
      () => ({ sent: { "x-amz-more": "1" } }),
      /^403 SignatureDoesNotMatch: 'x-amz-more' must be a 'SignedHeader'/,
    ],
    "of 15 minutes ago": [
      () => ({ at: minutes(-15.1) }),
      new RegExp(
        `^403 SignatureDoesNotMatch: Signature expired: ${stamp} is now earlier than ${stamp} \\(${stamp} - 15 min\\.\\)$`,
      ),
    ],
    "from the future": [
      () => ({ at: minutes(15.1) }),
      new RegExp(
        `^403 SignatureDoesNotMatch: Signature not yet current: ${stamp} is still later than ${stamp} \\(${stamp} \\+ 15 min\\.\\)$`,
      ),
    ],
    "with a date that is none": [
      () => ({ sent: { "x-amz-date": "yesterday" } }),
      /^400 IncompleteSignature: Date must be in ISO-8601 'basic format'\. Got 'yesterday'\./,
    ],
    "for another region": [
      () => ({ scope: { region: "us-east-1" } }),
      /^403 SignatureDoesNotMatch: Credential should be scoped to a valid region, not 'us-east-1'\.$/,
    ],
    "for another service": [() => ({ scope: { service: "s3" } }), /^(?!200)/],
    "whose scope has another day": [
      () => ({ scope: { date: "20260101" } }),
      /^403 SignatureDoesNotMatch: Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260101' != /,
    ],
    "of an unknown key": [
      () => ({ credentials: { ...session, accessKeyId: "ASIAUNKNOWN" } }),
      /^403 InvalidClientTokenId: The security token included in the request is invalid\.$/,
    ],
    "with another session's token": [
      () => ({ credentials: { ...session, sessionToken: identity.credentialsFor(role, "b").sessionToken } }),
      /^403 InvalidClientTokenId: /,
    ],
    "by another secret": [() => ({ credentials: { ...session, secretAccessKey: "guessed" } }), doesNotMatch],
  };
  for (const [what, [proof, error]] of Object.entries(cases)) {
    it(`is refused ${what}`, async () => {
      expect((await send(proof())).error).to.match(error);
    });
  }

  it("needs a known version, and a form", async () => {
    const signed = async (body: string, type?: string) =>
      (await send({ signedBody: body, body, ...(type && { type }) })).error;
    const could = "400 InvalidAction: Could not find operation GetCallerIdentity for version";
    expect(await signed("Action=GetCallerIdentity")).to.equal(`${could} NO_VERSION_SPECIFIED`);
    expect(await signed("Action=GetCallerIdentity&Version=2011")).to.equal(`${could} 2011`);
    expect(await signed("Version=2011-06-15")).to.match(/^302 /);
    expect(await signed(form, "text/plain")).to.match(/^302 /);
  });
});
