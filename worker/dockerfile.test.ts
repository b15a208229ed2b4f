import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { DockerfileParser, type From, type Instruction, type JSONInstruction } from "dockerfile-ast";

describe("the worker's Dockerfile", () => {
  let stages: { from: From; lines: string[] }[];
  let json: JSONInstruction[];

  before(async () => {
    const content = await readFile("worker/Dockerfile", "utf8");
    const dockerfile = DockerfileParser.parse(content);
    /** The instruction as it is written, flags and all. */
    const written = ({ start, end }: ReturnType<Instruction["getRange"]>) =>
      content
        .split("\n")
        .slice(start.line, end.line + 1)
        .join("\n");
    stages = [];
    json = [];
    for (const instruction of dockerfile.getInstructions()) {
      if (instruction.getKeyword() === "FROM") stages.push({ from: instruction as From, lines: [] });
      else stages.at(-1)?.lines.push(written(instruction.getRange()));
      if (instruction.getKeyword() === "ENTRYPOINT") json.push(instruction as JSONInstruction);
    }
  });

  it("builds in two stages, and runs in another", () => {
    expect(stages.map(({ from }) => from.getBuildStage())).to.deep.equal(["build", "native", "base", null]);
  });

  it("starts from slim images of a pinned major version", () => {
    expect(stages.map(({ from }) => from.getImage())).to.deep.equal([
      ...Array.from({ length: 3 }, () => "node:24-slim"),
      "base",
    ]);
  });

  it("runs commands on the building machine's platform only, so no build needs emulation", () => {
    const platforms = stages.map(({ from }) => from.getPlatformFlag()?.getValue() ?? null);
    expect(platforms).to.deep.equal(["$BUILDPLATFORM", "$BUILDPLATFORM", null, null]);
    const lines = stages.slice(2).flatMap((stage) => stage.lines);
    expect(lines.filter((line) => line.startsWith("RUN"))).to.deep.equal([]);
  });

  it("installs from the lock file, running no package's scripts, before the sources are copied", () => {
    const { lines } = stages[0]!;
    const install = lines.findIndex((line) => line.startsWith("RUN npm ci --ignore-scripts"));
    expect(install).to.be.above(lines.indexOf("COPY package.json package-lock.json ./"));
    expect(install).to.be.below(lines.indexOf("COPY worker worker"));
  });

  it("bundles as the embedded AWS does", () => {
    expect(stages[0]?.lines.at(-1)).to.equal("RUN node worker/bundle.ts /out");
  });

  it("builds from nothing but what it copies, and what Docker is let to see", async () => {
    const ignored = (await readFile(".dockerignore", "utf8")).split("\n");
    const context = await mkdtemp(join(tmpdir(), "batchline-image-"));
    try {
      const copied = stages[0]!.lines.flatMap((line) => /^COPY (.+) \S+$/.exec(line)?.[1]?.split(" ") ?? []);
      expect(ignored).to.include.members(["**/*.test.ts", "**/testing"]);
      const filter = (path: string) => !path.endsWith(".test.ts") && basename(path) !== "testing";
      for (const source of copied) {
        expect(ignored).to.include(`!${source}`);
        cpSync(source, join(context, source), { recursive: true, filter });
      }
      installLike(resolve("node_modules"), context);
      await promisify(execFile)(process.execPath, ["worker/bundle.ts", "out"], { cwd: context });
      expect(await readdir(join(context, "out"))).to.include.members(["main.mjs", "planner.mjs"]);
    } finally {
      rmSync(context, { recursive: true });
    }
  });

  it("runs as somebody who is not root", () => {
    expect(stages[3]?.lines).to.include("USER node");
  });

  it("runs the bundle, in exec form, so that signals reach it", () => {
    expect(json).to.have.length(1);
    expect(json[0]?.getOpeningBracket()).not.to.equal(null);
    expect(json[0]?.getJSONStrings().map((value) => value.getJSONValue())).to.deep.equal([
      "node",
      "main.mjs",
    ]);
  });

  it("takes over nothing but the bundle, the native packages and the way to the decoder's user", () => {
    expect(stages[3]!.lines.filter((line) => line.startsWith("COPY "))).to.deep.equal([
      "COPY --from=native /native/node_modules node_modules",
      "COPY --from=build /out ./",
      "COPY --from=base --chown=1001:1001 --chmod=6555 /usr/bin/setpriv /usr/local/bin/as-decoder",
    ]);
  });

  it("installs the native packages for the image's platform, from a lock file of their own", () => {
    expect(stages[1]?.lines).to.include.members([
      "ARG TARGETARCH",
      "COPY worker/image/package.json worker/image/package-lock.json ./",
    ]);
    expect(stages[1]?.lines.at(-1)).to.match(
      /^RUN npm ci .*--os=linux --libc=glibc --cpu="\$\(echo "\$TARGETARCH" \| sed s\/amd64\/x64\/\)"$/,
    );
  });
});

/** Links each installed package into `context`; those of the workspace are the context's own, as npm links them. */
function installLike(installed: string, context: string): void {
  const modules = join(context, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync(installed)) {
    if (name !== "@batchline") symlinkSync(join(installed, name), join(modules, name));
  }
  symlinkSync("../packages", join(modules, "@batchline"));
}
