import { expect } from "chai";
import { duration } from "./durations.ts";
import { dollars } from "./numbers.ts";
import { sentence } from "./sentence.ts";
import { dayAndTime } from "./times.ts";

describe("texts of the page", () => {
  it("say a duration in its two largest units", () => {
    const said = [0, 340, 1500, 59_600, 192_000, 3_600_000, 5_430_000, 90_000_000].map(duration);
    expect(said).to.deep.equal([
      "0 ms",
      "340 ms",
      "1.5 s",
      "1 min",
      "3 min 12 s",
      "1 h",
      "1 h 31 min",
      "25 h",
    ]);
  });

  it("say a day in a word where there is one", () => {
    const now = new Date(2026, 10, 28, 9, 0).getTime();
    const at = (day: number, hour: number) => dayAndTime(new Date(2026, 10, day, hour, 5).toISOString(), now);
    expect([at(28, 3), at(27, 23), at(26, 3)]).to.deep.equal([
      "today 03:05",
      "yesterday 23:05",
      "Thu 26 Nov 03:05",
    ]);
  });

  it("make a clause a sentence, and leave a sentence as it is", () => {
    expect(sentence("the feed answered 503")).to.equal("The feed answered 503.");
    expect(sentence("Why?")).to.equal("Why?");
  });

  it("say that something costs less than a cent", () => {
    expect([0, 0.004, 1.239].map(dollars)).to.deep.equal(["$0.00", "< $0.01", "$1.24"]);
  });
});
