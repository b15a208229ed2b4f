import { expect } from "chai";
import fc from "fast-check";
import { annotation } from "./github-annotations.ts";

/** What GitHub's runner makes of a workflow command: it splits first and takes the escapes back then. */
function asGitHubReads(command: string) {
  const [, head = "", data = ""] = /^::(.*?)::([^\r\n]*)$/.exec(command) ?? [];
  const [, level, rest = ""] = /^(\S+) ?(.*)$/.exec(head) ?? [];
  const meant = (text: string) =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  const properties = rest.split(",").map((pair) => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals), meant(pair.slice(equals + 1))];
  });
  return { level, properties: rest === "" ? {} : Object.fromEntries(properties), message: meant(data) };
}

describe("cli: GitHub annotations", () => {
  it("writes a workflow command with the place by GitHub's names", () => {
    const place = {
      title: "BL-T004",
      file: "tenants/acme.yaml",
      line: 3,
      endLine: 4,
      column: 5,
      endColumn: 9,
    };
    expect(annotation("error", place, "the key is given twice")).to.equal(
      "::error file=tenants/acme.yaml,line=3,endLine=4,col=5,endColumn=9,title=BL-T004::the key is given twice",
    );
  });

  it("leaves out what is not known of the place", () => {
    expect(annotation("warning", { file: "tenants/acme.yaml" }, "careful")).to.equal(
      "::warning file=tenants/acme.yaml::careful",
    );
    expect(annotation("notice", {}, "hello")).to.equal("::notice::hello");
  });

  it("escapes what would end the message or a property", () => {
    expect(annotation("error", { title: "a: b, 5 %" }, "100 %\r\nat a: b, c")).to.equal(
      "::error title=a%3A b%2C 5 %25::100 %25%0D%0Aat a: b, c",
    );
  });

  it("is read back by GitHub as what was meant, whatever the text", () => {
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
