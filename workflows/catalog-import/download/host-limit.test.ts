import { expect } from "chai";
import { HostLimit } from "./host-limit.ts";

describe("the limit of downloads a host", () => {
  it("each host: six at once, independent of other hosts", async () => {
    const limit = new HostLimit();
    const running = new Map<string, number>();
    const most = new Map<string, number>();
    const download = async (host: string) => {
      const now = (running.get(host) ?? 0) + 1;
      running.set(host, now);
      most.set(host, Math.max(most.get(host) ?? 0, now));
      await new Promise(setImmediate);
      running.set(host, (running.get(host) ?? 0) - 1);
    };
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const host = index % 2 === 0 ? "a.example" : "b.example:81";
        return limit.run(`http://${host}/${index}.jpg`, () => download(host));
      }),
    );
    expect(Object.fromEntries(most)).to.deep.equal({ "a.example": 6, "b.example:81": 6 });
  });
});
