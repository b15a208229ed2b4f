import { expect } from "chai";
import fc from "fast-check";
import { annotation } from "./github-annotations.ts";

/** Reads a workflow command as GitHub's runner does: it splits first, then decodes the escapes. */
function asGitHubReads(command: string) {
  const [, head = "", data = ""] = /^::(.*?)::([^\r\n]*)$/.exec(command) ?? [];
  const [, level, rest = ""] = /^(\S+) ?(.*)$/.exec(head) ?? [];
  const decoded = (text: string) =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  const properties = rest.split(",").map((pair) => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals), decoded(pair.slice(equals + 1))];
  });
  return { level, properties: rest === "" ? {} : Object.fromEntries(properties), message: decoded(data) };
}

describe("GitHub annotations", () => {
  it("an annotation: a workflow command with the place by GitHub's names", () => {
    const place = { title: "BL-T004", file: "tenants/acme.yaml", line: 3, column: 5 };
    expect(annotation("error", place, "the key is given twice")).to.equal(
      "::error file=tenants/acme.yaml,line=3,col=5,title=BL-T004::the key is given twice",
    );
  });

  it("unknown parts of the place: left out", () => {
    expect(annotation("warning", { file: "tenants/acme.yaml" }, "careful")).to.equal(
      "::warning file=tenants/acme.yaml::careful",
    );
    expect(annotation("warning", {}, "hello")).to.equal("::warning::hello");
  });

  it("characters that would end the message or a property: escaped", () => {
    expect(annotation("error", { title: "a: b, 5 %" }, "100 %\r\nat a: b, c")).to.equal(
      "::error title=a%3A b%2C 5 %25::100 %25%0D%0Aat a: b, c",
    );
  });

  it("any text: GitHub reads it back unchanged", () => {
    const text = fc.string({
      unit: fc.constantFrom("%", "\r", "\n", ":", ",", "=", "2", "5", "C", "é", " "),
    });
    fc.assert(
      fc.property(text, text, (title, message) => {
        const read = asGitHubReads(annotation("error", { title, line: 3 }, message));
        expect(read.level).to.equal("error");
        expect(read.properties).to.deep.equal({ line: "3", ...(title !== "" && { title }) });
        expect(read.message).to.equal(message);
      }),
    );
  });
});
