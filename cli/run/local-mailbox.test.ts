import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "@batchline/clock";
import { Ses, Sns } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { localMailbox, noticeLines } from "./local-mailbox.ts";
import { keepWebhookRequests } from "./local-webhook.ts";

describe("the mailbox of this machine", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "mailbox-"));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it("is empty before the first message", async () => {
    expect(await localMailbox(dir)()).to.deep.equal([]);
    expect(await noticeLines({ mailbox: localMailbox(dir) }, "s")).to.deep.equal([]);
  });

  it("has what the webhook and the embedded SES and SNS kept, the newest first, but no file that is half written", async () => {
    const clock = new VirtualClock(Date.parse("2026-11-28T03:00:00Z"));
    const region = "eu-central-1";
    const sns = new Sns({ dir: join(dir, "sns"), clock, region });
    const ses = new Ses({ dir: join(dir, "mail"), clock, region });
    const mailbox = localMailbox(dir);
    sns.publish(sns.createTopic("alarms"), { subject: "It broke", text: "Why" });
    await clock.advance(1_000);
    const from = "jobs@batchline.example";
    ses.send({ from, to: ["it@acme.example"], cc: [], bcc: [], replyTo: [], subject: "Hello", text: "Acme" });
    const values = new Map<string, string>();
    const secretsManager = { setDefault: (name: string, text: string) => values.set(name, text) };
    const secret = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:shop/hook-a1B2c3";
    const stop = await keepWebhookRequests({ secretsManager }, dir, secret);
    const { url } = JSON.parse(values.get("shop/hook") ?? "");
    const body = { type: "run.broken", data: { subject: "It broke" } };
    await fetch(url, { method: "POST", body: JSON.stringify(body) });
    stop();
    await mkdir(join(dir, "mail"), { recursive: true });
    await writeFile(join(dir, "mail", "2026-11-28T03-00-02.000Z-half.json"), '{ "from": "jo');
    const [{ at: _, id: __, ...request } = { at: "", id: "" }, ...others] = await mailbox();
    const text = JSON.stringify(body, null, 2);
    expect(request).to.deep.equal({ channel: "webhook", to: ["webhook"], subject: "It broke", text });
    const shown = others.map(({ id: _, ...message }) => message);
    expect(shown).to.deep.equal([
      {
        ...{ at: "2026-11-28T03:00:01.000Z", channel: "email", from, to: ["it@acme.example"] },
        ...{ subject: "Hello", text: "Acme" },
      },
      { at: "2026-11-28T03:00:00.000Z", channel: "topic", to: ["alarms"], subject: "It broke", text: "Why" },
    ]);
    expect(await mailbox()).to.have.length(3);
    expect(await noticeLines({ mailbox }, "s")).to.deep.equal(["Notices  s/mail/, s/sns/, s/webhook/"]);
  });
});
