import { mkdtemp, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect } from "chai";
import { CommandFailure } from "../errors.ts";
import { openSession } from "./local-session.ts";

describe("local session", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "batchline-session-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
  const sessions = () => readdir(join(root, ".local", "sessions"));
  /** Pretends that the session's process has ended. */
  const end = (dir: string) => writeFile(join(dir, "pid"), "2147483646");

  it("folder: its own, even if two sessions start in the same second", async () => {
    const both = await Promise.all([openSession(root, at(0)), openSession(root, at(0))]);
    expect(new Set(both).size).to.equal(2);
    expect(both.map((dir) => basename(dir))).to.include(
      basename(await readlink(join(root, ".local", "latest"))),
    );
  });

  it("unwritable folder: refused with the place and the cause", async () => {
    await writeFile(join(root, ".local"), "a file");
    const refused = await openSession(root, at(0)).catch((cause: unknown) => cause);
    expect(refused).to.be.instanceOf(CommandFailure);
    expect((refused as Error).message)
      .to.contain(join(root, ".local"))
      .and.contain("part of its path is a file");
  });

  it(".local/latest: links to the newest session", async () => {
    await openSession(root, at(0));
    const dir = await openSession(root, at(1));
    expect(await readlink(join(root, ".local", "latest"))).to.equal(join("sessions", basename(dir)));
  });

  it("ended sessions: removed except for the newest three, never a running one", async () => {
    const running = await openSession(root, at(0));
    for (let minute = 1; minute <= 5; minute++) await end(await openSession(root, at(minute)));
    const last = await openSession(root, at(6));
    const kept = await sessions();
    expect(kept).to.include.members([basename(running), basename(last)]);
    expect(kept).to.have.length(5);
  });
});
