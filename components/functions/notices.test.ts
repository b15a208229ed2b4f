import { expect } from "chai";
import { sendsNotices } from "./notices.ts";

describe("a stack", () => {
  const off = { operatorNotices: "off", webhookFormat: "json" } as const;

  it("has no function for notices if nobody gets any", () => {
    expect(sendsNotices(off)).to.equal(false);
  });

  for (const [who, settings] of [
    ["operators", { operatorNotices: "every-run" }],
    ["contacts", { noticeSender: "jobs@shop.example" }],
    ["a webhook", { webhookSecret: "arn:aws:secretsmanager:eu-central-1:000000000000:secret:hook-a1B2c3" }],
  ] as const) {
    it(`has one for ${who}`, () => {
      expect(sendsNotices({ ...off, ...settings })).to.equal(true);
    });
  }
});
