import { expect } from "chai";
import { readDockerfile } from "./image-config.ts";

const read = (...lines: string[]) => readDockerfile(lines.join("\n"), "worker/Dockerfile");

const build = ["FROM node:24 AS build", "WORKDIR /src", "RUN npm ci", "RUN node worker/bundle.ts /out"];
const final = [
  "FROM node:24-slim",
  "WORKDIR /app",
  "COPY --from=build /out/ ./",
  'ENTRYPOINT ["node", "main.mjs"]',
];

describe("readDockerfile", () => {
  it("returns the last stage's configuration and the build stage's bundle command", () => {
    const summary = read(
      ...build,
      ...final,
      'ENV NODE_ENV=production GREETING="good day"',
      "USER node",
      'CMD ["fetch"]',
    );
    expect(summary).to.deep.equal({
      config: {
        entrypoint: ["node", "main.mjs"],
        cmd: ["fetch"],
        env: { NODE_ENV: "production", GREETING: "good day" },
        workingDir: "/app",
      },
      bundle: { script: "worker/bundle.ts", outDir: "/out" },
      copies: [],
    });
  });

  it("returns what must exist in the build context", () => {
    const copies = ["FROM node:24 AS native", "COPY native/package.json native/lock*.json ./"];
    const external = "COPY --from=busybox:1.37 /bin/busybox /bin/";
    expect(read(...copies, ...build, "COPY --chown=node . .", ...final, external).copies).to.deep.equal([
      { source: "native/package.json", line: 2 },
      { source: ".", line: 7 },
    ]);
  });

  it("refuses a COPY from a stage that no earlier line starts", () => {
    expect(() => read(...build, ...final, "COPY --from=native /native ./")).to.throw(
      "worker/Dockerfile:9: COPY --from=native: no earlier stage has this name",
    );
    expect(() => read(...build, ...final, "COPY --from=0 /native ./")).not.to.throw();
    const swapped = ["FROM app AS build", ...build.slice(1), "FROM build AS app", ...final.slice(1)];
    expect(() => read(...swapped)).not.to.throw();
    expect(() => read(...build, ...final, "COPY --from=BUILD /native ./")).not.to.throw();
  });

  it("reads RUN with mounts, several commands and line continuations", () => {
    const run = [
      "FROM node:24 AS build",
      "RUN --mount=type=cache,target=/root/.npm npm ci \\",
      "  && node worker/bundle.ts /out/",
    ];
    expect(read(...run, ...final).bundle).to.deep.equal({ script: "worker/bundle.ts", outDir: "/out" });
  });

  it("runs the shell form with the shell", () => {
    const { config } = read(...build, ...final.slice(0, 3), "ENTRYPOINT node main.mjs");
    expect(config.entrypoint).to.deep.equal(["/bin/sh", "-c", "node main.mjs"]);
  });

  it("inherits the configuration of an earlier stage, the CMD only without an own ENTRYPOINT", () => {
    const base = ["FROM node:24-slim AS base", "WORKDIR /app", "ENV A=1", 'CMD ["help"]', "USER node"];
    const last = ["FROM base", "COPY --from=build /out/ .", `ENV B=$A-\${A}-2`];
    const inherited = read(...build, ...base, ...last).config;
    expect(inherited).to.deep.include({ cmd: ["help"], workingDir: "/app" });
    expect(inherited.env).to.deep.equal({ A: "1", B: "1-1-2" });
    expect(read(...build, ...base, ...last, 'ENTRYPOINT ["node"]').config.cmd).to.deep.equal([]);
  });

  it("reports a missing instruction with file and line", () => {
    expect(() => read("# nothing")).to.throw("worker/Dockerfile:1: a FROM is missing");
    expect(() => read(...build, ...final.slice(0, 3))).to.throw(
      "worker/Dockerfile:5: the last stage has no ENTRYPOINT",
    );
    expect(() => read(...build.slice(0, 3), ...final)).to.throw(
      "worker/Dockerfile:4: no stage has RUN node <script> <outdir>",
    );
    expect(() => read(...build, ...final.slice(0, 2), final[3] ?? "")).to.throw(
      "worker/Dockerfile:5: the last stage does not COPY /out into its WORKDIR /app",
    );
  });
});
