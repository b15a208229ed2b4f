import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { steadily } from "./steadily.ts";

const minute = 60_000;

describe("requests while AWS does not answer", () => {
  let time: number;
  let lines: string[];
  let tries: number;
  const { signal } = new AbortController();
  beforeEach(() => {
    time = 0;
    lines = [];
    tries = 0;
  });

  const failure = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
  /** A request that fails so until then. */
  const made = (until: number, error: Error) =>
    steadily(
      async () => {
        tries++;
        if (time < until) throw error;
        return "answer";
      },
      {
        signal,
        say: (line) => lines.push(line),
        now: () => time,
        pause: async (ms) => {
          time += ms;
        },
      },
    );

  it("wait and go on after ten minutes without a network, and say so once", async () => {
    expect(await made(10 * minute, failure("ECONNREFUSED"))).to.equal("answer");
    expect(lines[0]).to.match(/^AWS does not answer: waiting/);
    expect(lines[1]).to.match(/^AWS answers again, after 10 min/);
    expect(lines).to.have.length(2);
    expect(tries).to.be.within(15, 30);
  });

  it("slow down while AWS throttles", async () => {
    const throttled = Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
    expect(await made(minute, throttled)).to.equal("answer");
    expect(lines[0]).to.match(/^AWS throttles/);
    expect(tries).to.be.within(4, 8);
  });

  it("fail with the last error after half an hour, and with other errors at once", async () => {
    const gone = failure("ENOTFOUND");
    expect(await rejection(made(60 * minute, gone))).to.equal(gone);
    expect(time).to.be.within(30 * minute, 31 * minute);
    const other = new Error("a bug");
    expect(await rejection(made(100 * minute, other))).to.equal(other);
  });
});
