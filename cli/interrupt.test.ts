import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import { InterruptedError, interruptSignal } from "./interrupt.ts";

describe("interrupt", () => {
  for (const [name, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    it(`${name}: aborts once with exit code ${status}, even if the signal arrives twice at once`, () => {
      let told = 0;
      const { signal, dispose } = interruptSignal(() => {
        told++;
      });
      try {
        process.emit(name, name);
        process.emit(name, name);
        expect(signal.reason).to.be.instanceOf(InterruptedError).and.include({ exitStatus: status });
        expect(told).to.equal(1);
      } finally {
        dispose();
      }
    });
  }

  it("a stop that hangs: the process ends within 5 s", async () => {
    const module = new URL("interrupt.ts", import.meta.url);
    const script = `
      import { interruptSignal } from "${module}";
      interruptSignal(() => {});
      setInterval(() => {}, 1000);
      process.kill(process.pid, "SIGINT");
    `;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: "ignore" });
    const begin = performance.now();
    expect(await once(child, "exit")).to.deep.equal([130, null]);
    expect(performance.now() - begin).to.be.at.least(4000);
  }).timeout(30_000);
});
