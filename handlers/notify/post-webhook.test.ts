import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import type { RunNotice } from "../../workflow-kit/at-deploy/notices/notice.ts";
import { poster } from "./post-webhook.ts";
import { parseWebhookSecret } from "./webhook-secret.ts";

const key = Buffer.alloc(32, 7);
const now = Date.UTC(2026, 10, 28, 3);
const notice: RunNotice = {
  ...{ stack: "prod", workflow: "report", runId: "run-1", status: "FAILED", reason: "acme failed" },
  ...{ startedAt: "2026-11-28T02:00:00.000Z", endedAt: "2026-11-28T02:59:00.000Z" },
  ...{ broke: [{ id: "acme", name: "Acme" }], stillBroken: [], wellAgain: [], causes: [], commands: [] },
};
const words = { subject: "It broke", text: "<!channel> & <http://evil.example|bank>" };

describe("a notice to a webhook", () => {
  let server: Server;
  let url: string;
  let status: number;
  let received: { readonly headers: IncomingMessage["headers"]; readonly body: string }[];
  before(async () => {
    server = createServer(async (request, response) => {
      received.push({ headers: request.headers, body: await text(request) });
      response.writeHead(status, { location: "/elsewhere" }).end("secret words");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/T000-secret`;
  });
  after(() => server.close());
  beforeEach(() => {
    [status, received] = [204, []];
  });
  const post = (format: "json" | "slack" = "json") =>
    poster(
      async () => ({ url, key }),
      format,
      () => now,
    )(notice, words);

  it("is signed as Standard Webhooks says, over its id, its time and its body", async () => {
    await post();
    const [{ headers, body } = { headers: {}, body: "" }] = received;
    const { "webhook-id": id, "webhook-timestamp": time } = headers;
    expect([id, time]).to.deep.equal(["prod.report.run-1.2026-11-28T02:59:00.000Z", String(now / 1000)]);
    const signature = createHmac("sha256", key).update(`${id}.${time}.${body}`).digest("base64");
    expect(headers["webhook-signature"]).to.equal(`v1,${signature}`);
    expect(JSON.parse(body)).to.deep.equal({
      ...{ type: "run.broken", timestamp: notice.endedAt },
      data: { ...notice, ...words },
    });
  });

  it("to Slack is a text in which nothing of a supplier is a link or calls a channel", async () => {
    await post("slack");
    expect(JSON.parse(received[0]?.body ?? "")).to.deep.equal({
      text: "It broke\n&lt;!channel&gt; &amp; &lt;http://evil.example|bank&gt;",
    });
  });

  for (const refusal of [307, 404, 500]) {
    it(`fails when the webhook answers ${refusal}, and is sent nowhere else`, async () => {
      status = refusal;
      const problem = await rejection(post());
      expect(problem).to.have.property("code", "BL-H042");
      expect(String(problem)).to.contain(`the webhook answered ${refusal}`);
      expect(String(problem)).not.to.contain("secret");
      expect(received).to.have.length(1);
    });
  }

  it("fails without a word on the address when nobody listens", async () => {
    const nobody = { url: "http://127.0.0.1:1/hooks/T000-secret", key };
    const problem = await rejection(
      poster(
        async () => nobody,
        "json",
        () => now,
      )(notice, words),
    );
    expect(String(problem)).to.match(/the webhook cannot be reached: \w+$/);
  });
});

describe("the webhook's secret", () => {
  const whsec = `whsec_${key.toString("base64")}`;
  const secret = (value: unknown) => () =>
    parseWebhookSecret(typeof value === "string" ? value : JSON.stringify(value), "arn:hook");

  it("has an address and a key", () => {
    expect(secret({ url: "https://hooks.example/a", key: whsec })()).to.deep.equal({
      url: "https://hooks.example/a",
      key,
    });
  });

  for (const [what, value] of [
    ["no JSON", "https://hooks.example/a"],
    ["no key", { url: "https://hooks.example/a" }],
    ["a short key", { url: "https://hooks.example/a", key: "whsec_MTIz" }],
    ["plain HTTP", { url: "http://hooks.example/a", key: whsec }],
    ["a file", { url: "file:///etc/passwd", key: whsec }],
  ] as const) {
    it(`is refused with ${what}, and not shown`, () => {
      expect(secret(value))
        .to.throw("the secret arn:hook is not a webhook's")
        .with.property("code", "BL-H041");
      expect(secret(value)).not.to.throw(/hooks\.example/);
    });
  }
});
