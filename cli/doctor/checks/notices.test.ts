import { expect } from "chai";
import { examined, lines, outputs } from "../../../testing/doctor/examined.ts";
import { notices } from "./notices.ts";

const alarmTopic = "arn:aws:sns:eu-central-1:123456789012:alarms";
const subject = { outputs: { ...outputs, alarmTopic } };
const noticeSender = "Jobs <jobs@mail.shop.example>";
const mail = { subject, settings: { operatorNotices: "off", noticeSender } };
const unknown = { code: "NotFoundException", message: "Email identity does not exist." };

describe("doctor: notices", () => {
  it("subscribers: confirmed, pending, or nobody", async () => {
    const pending = (text: string) => text.replace(/arn:aws:sns:[^<]*:alarms:[^<]*/, "PendingConfirmation");
    const none = (text: string) => text.replace(/<member>.*<\/member>/s, "");
    expect(await lines(notices, { subject })).to.deep.equal(["ok operators: 1 subscriber"]);
    expect(await lines(notices, { subject, answers: { ListSubscriptionsByTopic: pending } })).to.deep.equal([
      "wrong operators: not confirmed: oncall@example.com",
    ]);
    expect(await lines(notices, { subject, answers: { ListSubscriptionsByTopic: none } })).to.deep.equal([
      "wrong operators: nobody subscribes to the topic of alarms and notices",
    ]);
    expect(await lines(notices)).to.deep.equal(["note subscribers not checked: there is no topic yet"]);
  });

  it("a sender that is verified, in an account that sends", async () => {
    expect(await lines(notices, mail)).to.deep.equal([
      "ok contacts: SES has sent 30 of 50000 mails in 24 hours",
      "ok contacts: the sender's identity jobs@mail.shop.example is verified",
    ]);
  });

  for (const [what, change, line] of [
    [
      "the sandbox",
      ["ProductionAccessEnabled", false],
      "SES is in its sandbox in eu-central-1: it sends only to verified addresses",
    ],
    ["an account that may not send", ["SendingEnabled", false], "SES sends nothing in eu-central-1"],
    ["an account that is on probation", ["EnforcementStatus", "PROBATION"], "SES's enforcement is PROBATION"],
  ] as const) {
    it(`${what}: wrong`, async () => {
      const [key, value] = change;
      const GetAccount = (text: string) => JSON.stringify({ ...JSON.parse(text), [key]: value });
      const [account] = await lines(notices, { ...mail, answers: { GetAccount } });
      expect(account).to.equal(`wrong contacts: ${line}`);
    });
  }

  it("a sender by its parent domain; one that is not verified; one that SES does not know", async () => {
    const only =
      (identity: string) =>
      (text: string, _: string, path = "") =>
        path.endsWith(`/${identity}`) ? text : unknown;
    const { findings, asked } = await examined(notices, {
      ...mail,
      answers: { GetEmailIdentity: only("shop.example") },
    });
    expect(findings.at(-1)?.what).to.equal("contacts: the sender's identity shop.example is verified");
    expect(asked.filter((name) => name === "GetEmailIdentity")).to.have.length(3);
    const unverified = (text: string) => text.replace(/("VerifiedForSendingStatus": )true/, "$1false");
    expect((await lines(notices, { ...mail, answers: { GetEmailIdentity: unverified } })).at(-1)).to.equal(
      "wrong contacts: the sender's identity jobs@mail.shop.example is not verified",
    );
    expect((await lines(notices, { ...mail, answers: { GetEmailIdentity: unknown } })).at(-1)).to.equal(
      "wrong contacts: SES does not know the sender jobs@mail.shop.example in eu-central-1",
    );
  });

  it("none, as the stack says", async () => {
    expect(await lines(notices, { settings: { operatorNotices: "off" } })).to.deep.equal([
      "note no notices, as operatorNotices and noticeSender say",
    ]);
  });
});
