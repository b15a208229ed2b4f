import { expect } from "chai";
import { Interrupted, interruptSignal } from "../../cli/interrupt.ts";

describe("an interrupt", () => {
  for (const [name, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    it(`on ${name} aborts with the exit code ${status}, once even when the signal comes twice at the same moment`, () => {
      let told = 0;
      const { signal, dispose } = interruptSignal(() => {
        told++;
      });
      try {
        process.emit(name, name);
        process.emit(name, name);
        expect(signal.reason).to.be.instanceOf(Interrupted).and.include({ exitStatus: status });
        expect(told).to.equal(1);
      } finally {
        dispose();
      }
    });
  }
});
