import { expect } from "chai";
import { openLog } from "./log.ts";
import { Progress } from "./progress.ts";

const url = "https://user:pw@feed.example/x";

describe("a stage's words for people", () => {
  it("its log: no user info of a URL, in messages, errors, stacks and fields", () => {
    let written = "";
    const log = openLog({
      write: (line) => {
        written += line;
      },
    });
    const err = Object.assign(new Error(`${url} failed`, { cause: new Error(url) }), { input: url });
    log.child({ source: url }).error({ err, list: [{ url }] }, `"${url}"`);
    expect(written).to.not.contain("pw@");
    expect(JSON.parse(written)).to.deep.include({
      ...{ level: "error", source: "https://***@feed.example/x", msg: '"https://***@feed.example/x"' },
      list: [{ url: "https://***@feed.example/x" }],
    });
  });

  it("its failed items: no user info either, also where the text is cut", () => {
    const progress = new Progress();
    progress.failed(url, `${"-".repeat(480)} ${url}`);
    const [failure] = progress.failures;
    expect(failure?.item).to.equal("https://***@feed.example/x");
    expect(failure?.reason).to.match(/ https:\/\/\*\*\*@feed\.e…$/);
  });
});
