import { expect } from "chai";
import { messageOf } from "./errors.ts";

describe("the message of what a stage threw", () => {
  it("an error: its own message and its causes', each once", () => {
    const reset = new Error("ECONNRESET");
    expect(messageOf(new Error("fetch failed", { cause: reset }))).to.equal("fetch failed: ECONNRESET");
    expect(messageOf(new Error("it said ECONNRESET", { cause: reset }))).to.equal("it said ECONNRESET");
    expect(messageOf(new TypeError(""))).to.equal("TypeError");
  });

  it("several errors without a message: each of theirs once", () => {
    const refused = ["::1", "127.0.0.1", "127.0.0.1"].map(
      (host) => new Error(`connect ECONNREFUSED ${host}`),
    );
    expect(messageOf(new AggregateError(refused))).to.equal(
      "connect ECONNREFUSED ::1, connect ECONNREFUSED 127.0.0.1",
    );
    expect(messageOf(new AggregateError(refused, "all failed"))).to.equal("all failed");
  });

  it("no user info of a URL", () => {
    const cause = new Error("ftp://me:pw@b.example/ refused");
    const error = new Error("https://user:pw@feed.example/x", { cause });
    expect(messageOf(error)).to.equal("https://***@feed.example/x: ftp://***@b.example/ refused");
    expect(messageOf("https://user:pw@feed.example/x")).to.equal("https://***@feed.example/x");
  });

  it("causes in a circle end", () => {
    const inner = new Error("inner");
    const outer = new Error("outer", { cause: inner });
    inner.cause = outer;
    expect(messageOf(outer)).to.equal("outer: inner");
  });

  it("a message that is not a text is shown", () => {
    const error = Object.defineProperty(new Error(), "message", { value: { status: 503 } });
    expect(messageOf(error)).to.equal("{ status: 503 }");
  });

  it("no error: a text is itself, anything else is shown", () => {
    expect(messageOf("no feed")).to.equal("no feed");
    expect(messageOf(undefined)).to.equal("it threw undefined");
    expect(messageOf(Object.create(null))).to.equal("it threw [Object: null prototype] {}");
  });
});
