import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";

const main = join(import.meta.dirname, "main.js");

describe("command whose reader is gone", () => {
  it("the command: continues, and returns its own exit code", async () => {
    for (const [args, status] of [
      [["run", "--help"], 0],
      [["run", "no-such-workflow"], 2],
    ] as const) {
      const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
      child.stdout.destroy();
      child.stderr.destroy();
      expect(await once(child, "exit")).to.deep.equal([status, null]);
    }
  }).timeout(10_000);
});
