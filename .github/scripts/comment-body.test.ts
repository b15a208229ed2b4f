import { expect } from "chai";
import fc from "fast-check";
import { type CommentArgs, commentBody, marker } from "./comment-body.ts";

const limit = 65_536;
const args: CommentArgs = {
  report: "### Tenants\n\n**1 starts**",
  trusted: true,
  conclusion: "success",
  commit: "0123456789abcdef0123456789abcdef01234567",
  runUrl: "https://github.com/shop/batchline/actions/runs/7",
};

describe("comment body", () => {
  it("comment: the marker, the result of the checks, then the report", () => {
    expect(commentBody(args)).to.equal(
      `${marker}\n✅ All checks passed at 0123456 · [details](${args.runUrl})\n\n### Tenants\n\n**1 starts**\n`,
    );
    expect(commentBody({ ...args, conclusion: "failure" })).to.include(
      "❌ The checks ended with: failure at",
    );
  });

  it("missing report: the comment refers to the run", () => {
    for (const report of [undefined, "", " \n"]) {
      expect(commentBody({ ...args, report })).to.match(/No report: see the run for the reason\.\n$/);
    }
  });

  it("a fork's report: plain text that cannot close its fence", () => {
    const report = "@shop/everyone ![](https://tracker.example)\n````\n<!-- batchline -->";
    const body = commentBody({ ...args, report, trusted: false });
    expect(body).to.include("Code from a fork wrote this report");
    expect(body.endsWith(`\n\`\`\`\`\`text\n${report}\n\`\`\`\`\`\n`)).to.equal(true);
  });

  it("control and direction characters: removed, because they hide text", () => {
    const body = commentBody({ ...args, report: "a\u001b[2Kb\u202ec\u2066d\r\ne\tf" });
    expect(body).to.match(/\na\[2Kbcd\ne\tf\n$/);
  });

  it("too long a report: cut at a line, with a notice before it", () => {
    const report = "0123456789\n".repeat(10_000);
    for (const trusted of [true, false]) {
      const body = commentBody({ ...args, report, trusted });
      expect(body.length).to.be.within(limit - 100, limit);
      expect(body).to.include("The report is too long for a comment");
      expect(body).to.match(trusted ? /\n0123456789\n$/ : /\n0123456789\n```\n$/);
    }
  });

  it("any report: at most 65,536 characters after the marker, hostile text within its fence", () => {
    const piece = fc.constantFrom(
      "`",
      "```\n",
      "\n",
      "🎈",
      "x".repeat(9_999),
      "`".repeat(20_000),
      "<b>",
      "~~~",
    );
    const report = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(report, fc.boolean(), (report, trusted) => {
        const body = commentBody({ ...args, report, trusted });
        expect(body.length).to.be.at.most(limit);
        expect(body.startsWith(`${marker}\n`)).to.equal(true);
        expect(body.isWellFormed()).to.equal(true);
        if (trusted || body.includes("No report: ")) return;
        const [, fence = "", inside = ""] = /\n(`{3,})text\n(.*)\n\1\n$/s.exec(body) ?? [];
        expect(fence).not.to.equal("");
        expect(inside).not.to.include(fence);
      }),
    );
  });
});
