import { relativeCpuTime } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { filterPattern } from "./filter-pattern.ts";

describe("a log filter pattern", () => {
  const matches = (pattern: string, message: string) => filterPattern(pattern)(message);

  it("matches everything when it is empty", () => {
    expect(matches("  ", "anything")).to.equal(true);
  });

  it("needs all words, in any order; case matters", () => {
    expect(matches("chunk failed", "failed: chunk 3")).to.equal(true);
    expect(matches("chunk failed", "chunk 3 done")).to.equal(false);
    expect(matches("Failed", "failed")).to.equal(false);
  });

  it("reads a quoted phrase as one word", () => {
    expect(matches('"not found"', "image not found")).to.equal(true);
    expect(matches('"not found"', "found, not lost")).to.equal(false);
  });

  it("needs one of the alternatives", () => {
    expect(matches("?WARN ?ERROR", "ERROR: x")).to.equal(true);
    expect(matches("?WARN ?ERROR", "INFO: x")).to.equal(false);
  });

  it("ignores alternatives beside other words", () => {
    expect(matches("?ERROR REQUEST", "[INFO] REQUEST FAILED")).to.equal(true);
  });

  it("excludes words", () => {
    expect(matches("ERROR -Exiting", "ERROR")).to.equal(true);
    expect(matches("ERROR -Exiting", "ERROR Exiting")).to.equal(false);
  });

  it("reads a regular expression between percent signs", () => {
    expect(matches("%chunk [0-9]+%", "chunk 12")).to.equal(true);
    expect(matches("%chunk [0-9]+%", "chunk x")).to.equal(false);
    expect(matches("%^a.c$|\\x28%", "abc")).to.equal(true);
    expect(matches("%^a.c$|\\x28%", "abcd")).to.equal(false);
    expect(matches("%^a.c$|\\x28%", "f(x)")).to.equal(true);
    expect(matches("%[^a-c]{2,3}d?%", "abxc")).to.equal(false);
    expect(matches("%[^a-c]{2,3}d?%", "abxyc")).to.equal(true);
  });

  it("needs time in proportion to the text, whatever the expression is", async () => {
    const match = () => {
      expect(matches("%a*a*a*a*a*a*a*a*b$%", "a".repeat(20_000))).to.equal(false);
      expect(matches("[w1, w2]", "[ ".repeat(20_000))).to.equal(false);
    };
    expect(await relativeCpuTime(match)).to.be.below(20);
  });

  it("is refused where a message would hold other requests", async () => {
    const message = "ab".repeat(130_000);
    expect(matches("%a{0,900}c%", message)).to.equal(false);
    const match = () => {
      const slow = filterPattern("%.*a.{900}c%");
      expect(() => slow(message)).to.throw("cannot match the regular expression: it takes too long");
    };
    expect(await relativeCpuTime(match)).to.be.below(20);
  });

  it("reads conditions on JSON events", () => {
    const event = JSON.stringify({
      ...{ level: "error", ms: 120, ok: true, none: null, user: { "first name": "Ada" } },
      ...{ tags: ["a", "b"], "detail-type": "x", text: "404" },
    });
    const yes = [
      '{ $.level = "error" }',
      "{ $.level = err* && $.ms > 100 }",
      '{ ($.ms < 100 || $.ms >= 120) && $.level != "info" }',
      "{ $.ok IS TRUE }",
      "{ $.none IS NULL }",
      "{ $.missing NOT EXISTS }",
      "{ $.user['first name'] = \"Ada\" }",
      '{ $.tags[1] = "b" }',
      '{ $.tags[*] = "a" }',
      "{ $.level = %^err% }",
      "{ $.detail-type = x }",
      "{ $.text = 404 }",
    ];
    for (const pattern of yes) expect(matches(pattern, event), pattern).to.equal(true);
    const no = [
      "{ $.ms = 12 }",
      "{ $.missing != 1 }",
      "{ $.none NOT EXISTS }",
      "{ $.user = * }",
      "{ $.ok IS FALSE }",
    ];
    for (const pattern of no) expect(matches(pattern, event), pattern).to.equal(false);
    expect(matches("{ $.level = error }", 'level: {"level":"error"}')).to.equal(false);
  });

  it("reads conditions on fields between spaces", () => {
    const line = '127.0.0.1 - frank [10/Oct/2000 13:25] "GET /apache_pb.gif HTTP/1.0" 404 1534';
    const yes = [
      "[ip, id, user, time, request, status, bytes]",
      "[ip, ..., bytes > 1000]",
      "[..., status = 4*, bytes]",
      "[ip, id, user, time, request = *gif*, status = 404 || status = 410, bytes]",
      "[ip = %^127% && ip != 10.*, ...]",
    ];
    for (const pattern of yes) expect(matches(pattern, line), pattern).to.equal(true);
    expect(matches("[ip, id, user]", line)).to.equal(false);
    expect(matches("[..., bytes > 2000]", line)).to.equal(false);
  });

  it("is refused in AWS's words", () => {
    const refusals: Readonly<Record<string, string>> = {
      "level:error": "Invalid character(s) in term ':'",
      '""': "Invalid character(s) in term '\"\"'",
      "{ $.a = 1": "If a filter pattern starts with '{' it must end with '}'",
      "{ a = 1 }": "Invalid character(s) in term 'a'",
      "{ $.a = 1 $.b = 2 }": "Invalid character(s) in term '$'",
      "{ $.a }": "Invalid character(s) in term",
      "[a, b = 1 && c = 2]": "Invalid character(s) in term",
      "%(a)%": "Invalid character(s) in term '('",
    };
    for (const [pattern, message] of Object.entries(refusals)) {
      expect(() => filterPattern(pattern), pattern)
        .to.throw(message)
        .with.property("code", "InvalidParameterException");
    }
  });
});
