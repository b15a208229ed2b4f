import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { CommandFailure } from "../errors.ts";
import { openSession } from "../run/local-session.ts";
import { lastAccount } from "./last-account.ts";

const day = (date: number) => new Date(Date.UTC(2026, 0, date));

describe("the account that was used last on this machine", () => {
  let root: string;
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), "batchline-last-")));
  });
  afterEach(() => rm(root, { recursive: true }));

  /** What `batchline local` leaves when it is killed. */
  async function left(at: Date, pid = 2147483646): Promise<string> {
    const dir = join(root, ".local", "aws");
    const state = join(dir, "state");
    await mkdir(state, { recursive: true });
    await writeFile(join(state, "dev.json"), "{}");
    for (const path of [join(state, "dev.json"), state]) await utimes(path, at, at);
    await writeFile(join(root, ".local", "kept.json"), JSON.stringify({ pid }));
    return dir;
  }

  async function session(at: Date): Promise<string> {
    const dir = await openSession(root, at);
    await writeFile(join(dir, "pid"), "2147483646");
    await utimes(join(dir, "pid"), at, at);
    return dir;
  }

  it("is what batchline local left, if the latest session is older", async () => {
    await session(day(1));
    const dir = await left(day(2));
    const last = lastAccount(root, "dev");
    expect(last?.dir).to.equal(dir);
    expect(last?.name).to.match(/^what batchline local left at /);
    last?.take();
    // This process keeps it now.
    expect(() => last?.take()).to.throw(CommandFailure);
  });

  it("is the latest session, if that is newer", async () => {
    await left(day(1));
    const dir = await session(day(2));
    const last = lastAccount(root, "dev");
    expect(last?.dir).to.equal(dir);
    expect(last?.name).to.match(/^the session of /);
  });

  it("is the latest session, if batchline local left another stack, or is starting", async () => {
    const dir = await session(day(1));
    await left(day(2));
    expect(lastAccount(root, "prod")?.dir).to.equal(dir);
    await left(day(2), process.pid);
    expect(lastAccount(root, "dev")?.dir).to.equal(dir);
  });

  it("is none at first", () => {
    expect(lastAccount(root, "dev")).to.equal(undefined);
  });
});
