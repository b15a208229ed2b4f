import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteEmailIdentityCommand,
  GetEmailIdentityCommand,
  SESv2Client,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Gateway, startGateway } from "../../host/gateway/server.ts";
import { Identity } from "../../host/identity/identity.ts";
import { clientFor } from "../../testing/client.ts";
import { trusting } from "../../testing/embedded-step-functions.ts";
import { sesService } from "./operations.ts";
import { Ses } from "./ses.ts";

describe("SES", () => {
  const clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
  let dir: string;
  let gateway: Gateway;
  let client: SESv2Client;
  let identity: Identity;
  let ses: Ses;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "mail-"));
    identity = new Identity({ clock });
    ses = new Ses({ dir, clock, region: "eu-central-1" });
    gateway = await startGateway({ identity, services: [sesService(ses)] });
    client = new SESv2Client(clientFor(gateway.endpoint, identity.operator));
  });
  afterEach(async () => {
    client.destroy();
    await gateway.stop();
    await rm(dir, { recursive: true });
  });

  const email = (FromEmailAddress: string) =>
    new SendEmailCommand({
      FromEmailAddress,
      Destination: { ToAddresses: ["ops@acme.example"], CcAddresses: ["boss@acme.example"] },
      Content: {
        Simple: {
          Subject: { Data: "Zażółć gęślą jaźń" },
          Body: { Text: { Data: "plain ✓" }, Html: { Data: "<b>rich ✓</b>" } },
        },
      },
    });

  it("stores an e-mail as a file for mail programs, and as JSON", async () => {
    ses.createIdentity("batchline.example");
    const { MessageId } = await client.send(email("Batchline <jobs@mail.batchline.example>"));
    expect(ses.messages).to.have.length(1);
    expect(ses.messages[0]).to.deep.include({
      messageId: MessageId,
      text: "plain ✓",
      html: "<b>rich ✓</b>",
    });
    const files = (await readdir(dir)).sort();
    expect(files.map((file) => file.replace(/-[\da-f]{8}\./, "."))).to.deep.equal([
      "2026-01-01T00-00-00.000Z-ops@acme.example.eml",
      "2026-01-01T00-00-00.000Z-ops@acme.example.json",
    ]);
    const eml = await readFile(join(dir, files[0] ?? ""), "utf8");
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    expect(eml).to.include("To: ops@acme.example\r\nCc: boss@acme.example\r\n");
    expect(eml).to.include(`Subject: =?UTF-8?B?${base64("Zażółć gęślą jaźń")}?=`);
    expect(eml).to.include(base64("plain ✓")).and.to.include(base64("<b>rich ✓</b>"));
    expect(eml.match(/^--=_/gm)).to.have.length(3);
  });

  it("stores raw messages unchanged", async () => {
    ses.createIdentity("jobs@batchline.example");
    const Data = Buffer.from("Subject: As is\r\n\r\nHello");
    await client.send(
      new SendEmailCommand({ FromEmailAddress: "jobs@batchline.example", Content: { Raw: { Data } } }),
    );
    expect(ses.messages[0]).to.deep.include({ subject: "As is", raw: Data.toString() });
  });

  it("refuses a sender without a verified identity", async () => {
    const error = await rejection(client.send(email("jobs@other.example")));
    expect(error.name).to.equal("MessageRejected");
    expect(error.message).to.equal(
      "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: jobs@other.example",
    );
  });

  it("refuses what SES refuses, and what is not emulated", async () => {
    ses.createIdentity("batchline.example");
    const Simple = { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } };
    const sent = (more: object, ToAddresses: string[] = ["ops@acme.example"]) =>
      rejection(
        client.send(
          new SendEmailCommand({
            ...{
              FromEmailAddress: "jobs@batchline.example",
              Destination: { ToAddresses },
              Content: { Simple },
            },
            ...more,
          }),
        ),
      );
    expect(await sent({}, ["ops"])).to.include({
      name: "BadRequestException",
      message: "Missing final '@domain'",
    });
    expect((await sent({}, Array(51).fill("a@b.example"))).message).to.equal("Recipient count exceeds 50.");
    expect(await sent({ ConfigurationSetName: "none" })).to.include({
      name: "NotFoundException",
      message: "Configuration set <none> does not exist.",
    });
    const Headers = [{ Name: "X-A", Value: "b" }];
    expect((await sent({ Content: { Simple: { ...Simple, Headers } } })).message).to.equal(
      "Content.Simple.Headers is not emulated",
    );
    expect(ses.messages).to.deep.equal([]);
  });

  it("checks the right to send from the identity", async () => {
    ses.createIdentity("batchline.example");
    const arn = "arn:aws:iam::000000000000:role/sender";
    identity.putRole({ name: "sender", arn, trust: trusting("states.amazonaws.com") });
    const sender = new SESv2Client(clientFor(gateway.endpoint, identity.credentialsFor(arn, "test")));
    const denied = await rejection(sender.send(email("jobs@batchline.example")));
    expect(denied.message).to.include("ses:SendEmail").and.to.include(ses.arnOf("batchline.example"));
    identity.putRolePolicy("sender", "send", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ses:SendEmail", Resource: ses.arnOf("batchline.example") }],
    });
    await sender.send(email("jobs@batchline.example"));
    sender.destroy();
  });

  it("lets a deleted identity send nothing", async () => {
    ses.createIdentity("batchline.example");
    const remove = () => client.send(new DeleteEmailIdentityCommand({ EmailIdentity: "batchline.example" }));
    await remove();
    expect((await rejection(client.send(email("jobs@batchline.example")))).name).to.equal("MessageRejected");
    expect((await rejection(remove())).name).to.equal("NotFoundException");
  });

  it("describes its identities", async () => {
    ses.createIdentity("batchline.example");
    const known = await client.send(new GetEmailIdentityCommand({ EmailIdentity: "batchline.example" }));
    expect(known).to.deep.include({ IdentityType: "DOMAIN", VerifiedForSendingStatus: true });
    const unknown = client.send(new GetEmailIdentityCommand({ EmailIdentity: "x.example" }));
    expect((await rejection(unknown)).name).to.equal("NotFoundException");
  });
});
