import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";
import { Images } from "./images.ts";

const dockerfile = `
FROM node:24 AS build
COPY . .
RUN node bundle.mjs /out
FROM node:24-slim
WORKDIR /app
COPY --from=build /out/ ./
ENV GREETING=hello
ENTRYPOINT ["node", "main.mjs"]
`;

const bundle = `
import { copyFileSync } from "node:fs";
copyFileSync("program.mjs", process.argv[2] + "/main.mjs");
`;

const program = 'import { name } from "native"; console.log(name);';

describe("Images", () => {
  let root: string;
  let context: string;
  let images: Images;
  const clock = new VirtualClock();
  let fake: FakeDeployment;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), "batchline-images-")));
    context = join(root, "checkout");
    images = new Images({ dir: join(root, "kept", "images"), clock });
    fake = new FakeDeployment({ service: images });
    const native = join(context, "node_modules", "native");
    await mkdir(native, { recursive: true });
    await writeFile(
      join(native, "package.json"),
      '{ "name": "native", "type": "module", "exports": "./index.js" }',
    );
    await writeFile(join(native, "index.js"), 'export const name = "from the checkout";');
    await writeFile(join(context, "Dockerfile"), dockerfile);
    await writeFile(join(context, "bundle.mjs"), bundle);
    await writeFile(join(context, "program.mjs"), program);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it("builds the Dockerfile's bundle, with a digest in the URI", async () => {
    const uri = await images.build({ repository: "account/worker", context, platform: "linux/arm64" });
    expect(uri).to.match(/^account\/worker@sha256:[0-9a-f]{64}$/);
    const image = images.get(uri);
    expect(image).to.deep.include({
      uri,
      entrypoint: ["node", "main.mjs"],
      cmd: [],
      env: { GREETING: "hello" },
    });
  });

  it("refuses a COPY of a file that the context lacks, as Docker does", async () => {
    await writeFile(join(context, "Dockerfile"), dockerfile.replace("COPY . .", "COPY lock.json ."));
    const refusal = await rejection(images.build({ repository: "account/worker", context }));
    expect(refusal.message).to.equal(
      `${join(context, "Dockerfile")}:3: COPY lock.json: ${context} has no such file`,
    );
    await writeFile(join(context, "lock.json"), "{}");
    const ignoring = join(context, ".dockerignore");
    await writeFile(ignoring, "*.json");
    const hidden = await rejection(images.build({ repository: "account/worker", context }));
    expect(hidden.message).to.contain(
      `COPY lock.json: ${ignoring} hides it from Docker; add !lock.json there`,
    );
  });

  it("deletes a repository with images only if it is forced to", async () => {
    const uri = await images.build({ repository: "registry/worker", context });
    const other = await images.build({ repository: "registry/other", context });
    const repository = await fake.existing("aws:ecr/repository:Repository", { name: "worker" });
    expect((await rejection(fake.delete(repository))).message).to.equal(
      "The repository with name 'worker' in registry with id '000000000000' cannot be deleted because it still contains images",
    );
    const forced = await fake.update(repository, { name: "worker", forceDelete: true });
    expect(forced.outputs.repositoryUrl).to.equal(repository.outputs.repositoryUrl);
    await fake.delete(forced);
    expect(images.get(uri)).to.equal(undefined);
    expect(images.get(other)).to.have.property("uri", other);
    await fake.delete(repository);
  });

  it("a pushed tag leaves the image that had it; the repository's policy then keeps the number that it says", async () => {
    const repository = "registry/worker";
    const push = async (text: string, tag?: string) => {
      await writeFile(join(context, "program.mjs"), text);
      clock.advance(1_000);
      return images.build({ repository, context, ...(tag !== undefined && { tag }) });
    };
    const kept = (uris: readonly string[]) => uris.map((uri) => images.get(uri)?.tags);
    const older = [await push("1", "release"), await push("2"), await push("3"), await push("4")];
    expect(kept(older)).to.deep.equal([["release"], [], [], ["latest"]]);

    const selection = { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 1 };
    const policy = { rules: [{ rulePriority: 1, selection, action: { type: "expire" } }] };
    const inputs = { repository: "worker", policy: JSON.stringify(policy) };
    const made = await fake.existing("aws:ecr/lifecyclePolicy:LifecyclePolicy", inputs);
    expect(kept(older)).to.deep.equal([["release"], undefined, [], ["latest"]]);

    const back = await push("3");
    expect(back).to.equal(older[2]);
    expect(kept(older)).to.deep.equal([["release"], undefined, ["latest"], []]);
    await push("5");
    expect(kept(older)).to.deep.equal([["release"], undefined, undefined, []]);
    const next = new Images({ dir: join(root, "kept", "images"), clock });
    expect(next.get(back)).to.equal(undefined);
    expect(next.get(String(older[0]))?.tags).to.deep.equal(["release"]);

    await fake.delete(made);
    await push("6");
    expect(kept(older)).to.deep.equal([["release"], undefined, undefined, []]);
  });

  it("lets the bundle import the checkout's packages", async () => {
    const image = images.get(await images.build({ repository: "worker", context }));
    const output = execFileSync(process.execPath, ["main.mjs"], { cwd: image?.workdir, encoding: "utf8" });
    expect(output).to.equal("from the checkout\n");
  });

  it("stores the same content once, also for concurrent builds", async () => {
    const build = () => images.build({ repository: "worker", context });
    const [first, second] = await Promise.all([build(), build()]);
    expect(first).to.equal(second);
    const stored = async () =>
      (await readdir(join(root, "kept", "images"))).filter((name) => !name.includes("."));
    expect(await stored()).to.have.length(1);
    await writeFile(join(context, "program.mjs"), "console.log(2);");
    expect(await build()).to.not.equal(first);
    expect(await stored()).to.have.length(2);
  });

  it("changes the digest if only the configuration changes", async () => {
    const first = await images.build({ repository: "worker", context });
    await writeFile(join(context, "Dockerfile"), dockerfile.replace("hello", "good day"));
    expect(await images.build({ repository: "worker", context })).to.not.equal(first);
  });

  it("reads a Dockerfile outside the context", async () => {
    await writeFile(join(root, "Other.dockerfile"), dockerfile.replace("hello", "elsewhere"));
    const uri = await images.build({
      repository: "worker",
      context,
      dockerfile: join(root, "Other.dockerfile"),
    });
    expect(images.get(uri)?.env.GREETING).to.equal("elsewhere");
  });

  it("fails with the bundler's output, and removes its files", async () => {
    await writeFile(
      join(context, "bundle.mjs"),
      'console.error("program.mjs:3:7: no such export"); process.exit(1);',
    );
    const failure = await images
      .build({ repository: "worker", context })
      .catch((error: Error) => error.message);
    expect(failure)
      .to.include("Dockerfile: node bundle.mjs /out failed in")
      .and.include("program.mjs:3:7: no such export");
    expect(await readdir(join(root, "kept", "images"))).to.deep.equal([]);
  });

  it("finds no image that was not built", () => {
    expect(images.get("worker:latest")).to.equal(undefined);
  });
});
