import { EventEmitter, once } from "node:events";
import { expect } from "chai";
import { Polled } from "./polled.ts";

const hour = 3_600_000;

describe("a value that is polled", () => {
  it("is read soon again after something that changes it, although its pause is long", async () => {
    const reads = new EventEmitter();
    let value = 0;
    const polled = new Polled({
      read: async () => {
        reads.emit("read");
        return value;
      },
      changed: { what: "changed" },
      pauseMs: () => hour,
      digest: String,
    });
    const changes = new EventEmitter();
    const first = once(reads, "read");
    const end = polled.listen(() => changes.emit("changed"));
    await first;
    await polled.value();
    value = 1;
    const changed = once(changes, "changed");
    polled.hurry(1, hour);
    await changed;
    expect(await polled.value()).to.equal(1);
    end();
    expect(polled.isPolled).to.equal(false);
  });
});
