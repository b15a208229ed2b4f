import { expect } from "chai";
import { serveAnswers } from "../../testing/aws-answers/serve-answers.ts";
import { subjectAt } from "../../testing/doctor/examined.ts";
import { type Check, ok } from "./check.ts";
import { examine } from "./examine.ts";
import { closingLine, reportLines } from "./report.ts";

const never = () => new AbortController().signal;

/** A check that does `run`. */
const checkOf = (name: string, run: Check["run"]): Check => ({
  name,
  why: `${name} matters.`,
  actions: ["ec2:DescribeImages"],
  run,
});
const failing = (name: string, message: string, more: object = { $metadata: {} }) =>
  checkOf("failing", () => Promise.reject(Object.assign(new Error(message), { name, ...more })));

describe("doctor", () => {
  let aws: Awaited<ReturnType<typeof serveAnswers>>;
  before(async () => {
    aws = await serveAnswers();
  });
  after(() => aws?.stop());

  const examined = (
    checks: readonly Check[],
    signals: { signal?: AbortSignal; timeUp?: () => AbortSignal } = {},
  ) =>
    examine(checks, subjectAt(aws.client), { signal: never(), timeUp: never, onEnd: () => {}, ...signals });

  it("checks run at once, and are reported in their order", async () => {
    const first = Promise.withResolvers<void>();
    const findings = await examined([
      checkOf("first", async () => {
        await first.promise;
        return [ok("a")];
      }),
      checkOf("second", async () => {
        first.resolve();
        return [ok("b")];
      }),
    ]);
    expect(findings.map(({ check, what }) => `${check} ${what}`)).to.deep.equal(["first a", "second b"]);
  });

  it("a right that is missing, also without its name: a line with what to do", async () => {
    const denied = await examined([
      failing("AccessDeniedException", "ada is not authorized to perform: ecr:BatchGetImage on resource: x"),
      failing("UnauthorizedOperation", "You are not authorized to perform this operation."),
    ]);
    expect(denied.map(({ status, what }) => `${status} ${what}`)).to.deep.equal([
      "wrong not checked: the caller lacks the right ecr:BatchGetImage",
      "wrong not checked: the caller lacks the right ec2:DescribeImages",
    ]);
  });

  it("no credentials, and another error of AWS: a line each", async () => {
    const found = await examined([
      failing("CredentialsProviderError", "Could not load credentials from any providers", {}),
      failing("InternalFailure", "try later"),
    ]);
    expect(found.map(({ what }) => what)).to.deep.equal([
      "no valid credentials: Could not load credentials from any providers",
      "not checked: InternalFailure: try later",
    ]);
  });

  it("an answer that is not of AWS, or none: the network, in one line", async () => {
    const found = await examined([
      failing("Error", "connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED", $metadata: {} }),
      failing("SyntaxError", "Unexpected token '<'\n  Deserialization error: to see the raw response"),
      failing("TypeError", "fetch failed", {}),
    ]);
    expect(found.map(({ what }) => what)).to.deep.equal([
      "not checked: no answer of AWS: connect ECONNREFUSED 127.0.0.1:1",
      "not checked: no answer of AWS: Unexpected token '<'",
      "not checked: no answer of AWS: fetch failed",
    ]);
    for (const { fix } of found) expect(fix).to.match(/^check the network/);
  });

  it("what AWS refuses: the advice fits the code", async () => {
    const fixes: Readonly<Record<string, RegExp>> = {
      AuthFailure: /sign in/,
      SignatureDoesNotMatch: /sign in/,
      OptInRequired: /registration/,
      TableNotFoundException: /pulumi up --refresh/,
      StateMachineDoesNotExist: /pulumi up --refresh/,
      ThrottlingException: /start it again/,
    };
    const found = await examined(Object.keys(fixes).map((code) => failing(code, `it says ${code}`)));
    for (const [at, fix] of Object.values(fixes).entries()) expect(found[at]?.fix).to.match(fix);
    const [unnamed] = await examined([{ ...failing("AccessDenied", "no"), actions: [] }]);
    expect(unnamed?.what).to.equal("not checked: AccessDenied: no");
  });

  it("one fault that stops several checks: reported once, and noted at the others", async () => {
    const denied = failing("CredentialsProviderError", "none", {});
    const found = await examined([denied, { ...denied, name: "other" }]);
    expect(found.map(({ check, status, what }) => `${check} ${status} ${what}`)).to.deep.equal([
      "failing wrong no valid credentials: none",
      "other note not checked, for the same reason as failing",
    ]);
  });

  it("an answer that does not come in time: a line, and the other checks stay", async () => {
    const limit = new AbortController();
    const hanging = checkOf("hanging", () => {
      limit.abort(new DOMException("time is up", "TimeoutError"));
      return new Promise(() => {});
    });
    const found = await examined([hanging], { timeUp: () => limit.signal });
    expect(found.map(({ what }) => what)).to.deep.equal(["AWS did not answer in time"]);
  });

  it("an interrupt ends it, and an error of this program is not hidden", async () => {
    const interrupt = new AbortController();
    const waiting = examined([checkOf("waiting", () => new Promise(() => {}))], { signal: interrupt.signal });
    const reason = new RangeError("interrupted");
    interrupt.abort(reason);
    expect(await waiting.catch((cause: unknown) => cause)).to.equal(reason);
    const bug = checkOf("bug", () => Promise.reject(new TypeError("bug")));
    expect(await examined([bug]).catch((cause: unknown) => cause)).to.be.instanceOf(TypeError);
  });

  it("the report: what is wrong, why it matters, and what to do", () => {
    const findings = [
      { check: "caller", why: "It matters.", status: "ok", what: "ada" },
      { check: "quotas", why: "Jobs wait.", status: "wrong", what: "5 vCPUs", fix: "ask for more" },
    ] as const;
    expect(reportLines(findings)).to.deep.equal([
      "ok     caller  ada",
      "wrong  quotas  5 vCPUs",
      "               why: Jobs wait.",
      "               do: ask for more",
    ]);
    expect(closingLine("dev", findings)).to.equal("dev: 2 lines, 1 wrong, 0 notes");
  });
});
