import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { build } from "esbuild";
import pino from "pino";
import { BadConfigError, BadDataError, DecoderError, InterruptedError, ItemError } from "../errors.ts";
import { Decoder } from "./decoder.ts";
import type { Decoding } from "./decoding.ts";
import { launch } from "./launch.ts";

const decoding = (name: string, limits: Partial<Decoding> = {}): Decoding => ({
  ...{ name, maxPartBytes: 2 ** 20, maxBytes: 2 ** 21, silenceMs: 60_000 },
  ...limits,
});

describe("the decoder", () => {
  const folder = mkdtempSync(join(tmpdir(), "batchline-decoder-"));
  const child = join(folder, "child.mjs");
  const asDecoder = join(folder, "as-decoder");
  const open: Decoder[] = [];
  const stop = new AbortController();
  const decoder = (options: Partial<ConstructorParameters<typeof Decoder>[0]> = {}) => {
    const log = pino({ level: "silent" });
    const usual = {
      command: [process.execPath, child],
      asDecoder: join(folder, "none"),
      lanes: 2,
      signal: stop.signal,
      log,
    };
    open.push(new Decoder({ ...usual, ...options }));
    return open.at(-1)!;
  };
  const decode = (one: Decoder, name: string, text = "text", limits: Partial<Decoding> = {}) =>
    one.decode(decoding(name, limits), null, Buffer.from(text));
  const pieces = async function* (...texts: string[]) {
    for (const text of texts) yield Buffer.from(text);
  };
  const streamed = async (
    one: Decoder,
    name: string,
    limits: Partial<Decoding> = {},
    input = pieces("a", "b"),
  ) => {
    const parts: unknown[] = [];
    for await (const part of one.stream(decoding(name, limits), { size: 3 }, input)) {
      parts.push(Buffer.isBuffer(part) ? part.toString() : part);
    }
    return parts;
  };
  let shared: Decoder;
  before(async () => {
    // A bundle starts in a third of the time, and there are many.
    const entryPoints = [join(import.meta.dirname, "testing", "child.ts")];
    await build({ entryPoints, bundle: true, platform: "node", format: "esm", outfile: child });
    shared = decoder();
  });
  after(() => {
    for (const one of open) one.end();
    rmSync(folder, { recursive: true });
  });

  it("answers with bytes about bytes, for more items than it has lanes", async () => {
    const texts = ["one", "two", "three", "four", "five"];
    const answers = await Promise.all(texts.map((text) => decode(shared, "reversed", text)));
    expect(answers.map(String)).to.deep.equal(["eno", "owt", "eerht", "ruof", "evif"]);
  });

  it("moves large bytes unchanged", async () => {
    const large = Buffer.alloc(5_000_000, "0123456789abcdef!");
    const limits = { maxPartBytes: large.length, maxBytes: large.length };
    const answer = await shared.decode(decoding("reversed", limits), null, large);
    expect(Buffer.compare(answer, Buffer.from(large).reverse())).to.equal(0);
  });

  it("answers about a stream while it arrives, with values and bytes", async () => {
    expect(await streamed(shared, "echo")).to.deep.equal([{ settings: { size: 3 } }, "A", "B"]);
  });

  it("has no variable of its parent but those on the list, and no open file but its connections", async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/secret",
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/secret",
      ECS_CONTAINER_METADATA_URI_V4: "http://127.0.0.1/secret",
      BATCHLINE_TENANT_ROLE_ARN: "secret",
      NODE_AUTH_TOKEN: "secret",
      SHOP_PASSWORD: "secret",
      NODE_ENV: "production",
    });
    try {
      const [seen] = (await streamed(decoder(), "environment")) as [
        { environment: Record<string, string>; links: string[] },
      ];
      expect(JSON.stringify(seen.environment)).not.to.contain("secret");
      const listed = ["PATH", "TMPDIR", "LANG", "TZ", "NODE_ENV", "NODE_OPTIONS", "UV_THREADPOOL_SIZE"];
      expect(listed).to.include.members(Object.keys(seen.environment));
      expect(seen.environment).to.include({ NODE_ENV: "production" });
      const opened = seen.links.filter((link) => !/^(anon_inode:|\/dev\/null$|\/proc\/)/.test(link));
      // Standard error, two lanes, and what Node.js opens for itself.
      expect(opened.filter((link) => !/^(socket|pipe):/.test(link))).to.deep.equal([]);
    } finally {
      process.env = before;
    }
  });

  for (const [name, type, message] of [
    ["item", ItemError, "its colours are wrong"],
    ["data", BadDataError, "the feed is not a feed"],
    ["bug", Error, "x is not a function"],
    ["absent", Error, "the workflow lists no decoder absent beside its stages"],
  ] as const) {
    it(`passes on a failure (${name}), and goes on`, async () => {
      const error = await rejection(decode(shared, name), type);
      expect(error.message).to.equal(message);
      expect(String(await decode(shared, "reversed", "on"))).to.equal("no");
    });
  }

  it("names the line of a bug", async () => {
    const error = await rejection(decode(shared, "bug"), Error);
    expect(error.stack).to.match(/child\.mjs:\d+/);
  });

  it("passes on an error of the input", async () => {
    const broken = async function* () {
      yield Buffer.from("a");
      throw new ItemError("the connection was lost");
    };
    const error = await rejection(streamed(decoder(), "echo", {}, broken()), ItemError);
    expect(error.message).to.equal("the connection was lost");
  });

  it("fails the item whose bytes crash it, and no other", async () => {
    const texts = ["one", "crash", "two", "three"];
    const results = await Promise.allSettled(texts.map((text) => decode(shared, "fragile", text)));
    expect(
      results.map((result) => (result.status === "fulfilled" ? String(result.value) : "failed")),
    ).to.deep.equal([...["one", "failed", "two", "three"]]);
    const [reason] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(reason).to.be.instanceOf(ItemError);
    expect(reason.message).to.equal("it cannot be decoded: twice the decoder crashed (SIGSEGV)");
  });

  it("says that a kill may be for memory", async () => {
    const error = await rejection(streamed(decoder(), "hungry"), DecoderError);
    expect(error.message).to.contain("the decoder was killed (SIGKILL), as for too much memory");
    expect(error.exitCode).to.equal(75);
  });

  it("is ended when it takes too long: that fails the item, or the feed", async () => {
    const one = decoder();
    const item = await rejection(decode(one, "endless", "", { silenceMs: 200 }), ItemError);
    expect(item.message).to.contain("the decoder worked for 0.2 s without a result");
    const feed = await rejection(streamed(one, "endless", { silenceMs: 200 }), BadDataError);
    expect(feed.message).to.contain("the decoder worked for 0.2 s without a result");
  });

  it("must read a stream that it answers", async () => {
    const endless = async function* () {
      for (;;) yield Buffer.alloc(100_000);
    };
    const error = await rejection(streamed(decoder(), "early", { silenceMs: 200 }, endless()), BadDataError);
    expect(error.message).to.contain("the decoder worked for 0.2 s");
  });

  for (const [name, why] of [
    ["noise", "a frame of 1414811695 bytes"],
    ["unknown", "a frame of type 99"],
    ["large", "a frame of 2147483648 bytes"],
    ["garbled", "an answer that cannot be parsed"],
    ["unclear", "an answer that cannot be parsed"],
    ["boastful", "an answer that cannot be parsed"],
    ["twice", "a frame of type 6"],
    ["many", "an answer of more than 100000 bytes"],
  ] as const) {
    it(`refuses what a child may not answer (${name})`, async () => {
      const error = await rejection(streamed(decoder(), name, { maxBytes: 100_000 }), DecoderError);
      expect(error.message).to.contain(`the decoder answered nonsense: ${why}`);
    });
  }

  for (const [name, why] of [
    ["two", "more than bytes"],
    ["echo", "more than bytes"],
    ["none", "nothing"],
  ] as const) {
    it(`refuses another answer about an item than bytes (${name})`, async () => {
      const error = await rejection(decode(decoder(), name), ItemError);
      expect(error.message).to.contain(`the decoder answered ${why}`);
    });
  }

  it("is the deployment's fault if it does not start", async () => {
    const error = await rejection(
      decode(decoder({ command: [process.execPath, "absent.mjs"] }), "echo"),
      BadConfigError,
    );
    expect(error.message).to.match(/^the decoder does not start: it exited with code 1: /);
    const none = await rejection(decode(decoder({ command: ["/absent/program"] }), "echo"), BadConfigError);
    expect(none.message).to.contain("ENOENT");
  });

  describe("in the image", () => {
    before(() => {
      // In place of setpriv: writes its options, and runs the rest.
      const script = `#!/bin/sh\necho "$1 $2 $3 $4" >> ${folder}/calls\nshift 4\nexec "$@"\n`;
      writeFileSync(asDecoder, script);
    });

    it("runs as the owner of as-decoder, and a process of that user ends it", async () => {
      chmodSync(asDecoder, 0o6755);
      const one = decoder({ asDecoder });
      expect(String(await decode(one, "reversed"))).to.equal("txet");
      await rejection(decode(one, "endless", "", { silenceMs: 200 }), ItemError);
      const { uid, gid } = statSync(asDecoder);
      const options = `--reuid=${uid} --regid=${gid} --keep-groups --no-new-privs`;
      const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
      expect(calls).to.deep.equal([options, options]);
    });

    it("does not start if as-decoder has lost its bit", async () => {
      chmodSync(asDecoder, 0o755);
      const error = await rejection(decode(decoder({ asDecoder }), "reversed"), BadConfigError);
      expect(error.message).to.contain("as-decoder has no set-user-ID bit");
    });
  });

  it("says what it has used", async () => {
    const one = decoder();
    expect(one.usage).to.equal(undefined);
    await decode(one, "reversed");
    expect(one.usage?.cpuSeconds).to.be.within(0.001, 10);
    expect(one.usage?.maxMemoryMiB).to.be.within(10, 500);
  });

  it("ends by itself when its parent is gone", async () => {
    const alone = launch({ command: [process.execPath, child], asDecoder: join(folder, "none") }, 1);
    const [connection] = alone.stdio.slice(3);
    const ended = once(alone, "exit");
    connection?.destroy();
    await ended;
  });

  it("ends with the container's stop: then nothing is an item's failure, and nothing starts", async () => {
    const stopping = new AbortController();
    const one = decoder({ signal: stopping.signal });
    const parts = one.stream(decoding("waiting"), null, pieces());
    const { value: pid } = await parts.next();
    stopping.abort();
    // As a terminal's Ctrl-C, or the embedded AWS, signals the whole group.
    process.kill(Number(pid), "SIGTERM");
    await rejection(parts.next(), InterruptedError);
    await rejection(decode(one, "reversed"), InterruptedError);
  });
});
