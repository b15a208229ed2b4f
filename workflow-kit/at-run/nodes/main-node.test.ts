import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createConnection } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import pino from "pino";
import { StageError } from "../errors.ts";
import { maxFrameBytes } from "./frames.ts";
import { MainLink } from "./main-link.ts";
import { MainNode, type MainNodeOptions } from "./main-node.ts";
import { clientOptions, type SharedKey } from "./secure-channel.ts";

const shared: SharedKey = { identity: "job-1/1", key: randomBytes(32) };
const host = "127.0.0.1";

describe("the main node of a job", () => {
  let main: MainNode | undefined;
  let results: [number, unknown][];
  let turnedAway: string[];
  let sockets: TLSSocket[];

  beforeEach(() => {
    [results, turnedAway, sockets] = [[], [], []];
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    main?.close();
  });

  const open = async (options: Partial<MainNodeOptions> = {}) => {
    const log = pino({ level: "warn" }, { write: (line) => turnedAway.push(JSON.parse(line).reason) });
    main = await MainNode.open({
      ...{ shared, others: [1, 2], ports: { first: 0, last: 0 }, joinMs: 60_000, silenceMs: 60_000, log },
      onResult: (node, result) => results.push([node, result]),
      ...options,
    });
    return main;
  };
  const call = (node: number, key = shared) =>
    MainLink.open({ host, port: main?.port ?? 0, shared: key, node, aliveMs: 20 });
  /** A node that speaks as it likes. */
  const speak = async (...lines: string[]) => {
    const socket = connect({ host, port: main?.port ?? 0, ...clientOptions(shared) });
    sockets.push(socket);
    socket.on("error", () => undefined).resume();
    await once(socket, "secureConnect");
    for (const line of lines) socket.write(`${line}\n`);
    return socket;
  };
  const hello = (node: number) => JSON.stringify({ type: "hello", node });
  const failure = async ({ done }: MainNode) => {
    const error = await rejection(done, StageError);
    return `${error.exitCode} ${error.message}`;
  };

  it("the other nodes' results: gathered, and each node ends when it is done", async () => {
    const { done } = await open();
    const [one, two] = await Promise.all([call(1), call(2)]);
    await one.result({ hash: "a" });
    await two.result({ hash: "b" });
    await Promise.all([one.done(), two.done()]);
    await done;
    expect(results.toSorted()).to.deep.equal([
      [1, { hash: "a" }],
      [2, { hash: "b" }],
    ]);
  });

  it("no other nodes: done at once", async () => {
    const { done } = await open({ others: [] });
    await done;
  });

  it("a port in use: the next one is taken", async () => {
    const first = await open();
    const next = await MainNode.open({
      ...{ shared, others: [], joinMs: 1_000, silenceMs: 1_000, log: pino({ enabled: false }) },
      ports: { first: first.port, last: first.port + 20 },
      onResult: () => undefined,
    });
    next.close();
    expect(next.port).to.be.above(first.port);
  });

  it("a lost connection to a node: ends the job, so that Batch retries", async () => {
    const opened = await open();
    const socket = await speak(hello(2), '{"type":"result","result":1}');
    socket.end();
    expect(await failure(opened)).to.equal("75 node 2 was lost: it ended before its work was done");
  });

  it("a node that does not connect: ends the job", async () => {
    const opened = await open({ joinMs: 50 });
    await call(2);
    expect(await failure(opened)).to.equal(
      "75 node 1 did not connect within 0.05 s of the main node's start",
    );
  });

  it("a silent node: ends the job; a node that reports progress does not", async () => {
    const opened = await open({ silenceMs: 150 });
    await call(1);
    await speak(hello(2));
    expect(await failure(opened)).to.equal("75 node 2 was lost: it was silent for 0.15 s");
  });

  it("a failed node: ends the job with the node's reason", async () => {
    const opened = await open();
    await (await call(1)).failed("the images of run r-1 are gone", 65);
    expect(await failure(opened)).to.equal("65 node 1 failed: the images of run r-1 are gone");
  });

  it("an invalid result of a node: ends the job", async () => {
    const opened = await open({
      onResult: () => {
        throw new Error("that is none of its images");
      },
    });
    await (await call(1)).result({});
    expect(await failure(opened)).to.equal("75 node 1 was lost: that is none of its images");
  });

  for (const [what, line, why] of [
    [
      "a frame without an end",
      "x".repeat(maxFrameBytes + 1),
      `a frame is longer than ${maxFrameBytes} bytes`,
    ],
    ["what is not JSON", "GET / HTTP/1.1", "a frame is not JSON"],
    ["what is no message", '{"type":"exec","command":"id"}', "a frame is not a message"],
    ["a second hello", hello(1), "it sent hello again"],
  ] as const)
    it(`ends when a node sends ${what}`, async () => {
      const opened = await open();
      await speak(hello(1), line);
      expect(await failure(opened)).to.equal(`75 node 1 was lost: ${why}`);
    });

  it("a connection with another key, of another job, or without TLS: refused; the job's own nodes continue", async () => {
    const { done, port } = await open({ others: [1] });
    await rejection(call(1, { ...shared, key: randomBytes(32) }), Error);
    await rejection(call(1, { ...shared, identity: "job-2/1" }), Error);
    const plain = createConnection(port, host, () => plain.write(`${hello(1)}\n`));
    plain.on("error", () => undefined).resume();
    await once(plain, "close");
    expect(turnedAway).to.have.length(3);
    await (await call(1)).done();
    await done;
  });

  it("a connection from an unexpected or already connected node: refused", async () => {
    const { done } = await open({ others: [1] });
    const one = await call(1);
    for (const node of [1, 7]) await once(await speak(hello(node)), "close");
    await once(await speak('{"type":"done"}'), "close");
    expect(turnedAway).to.deep.equal([
      "node 1 is not expected, or connected already",
      "node 7 is not expected, or connected already",
      "its first message is done",
    ]);
    await one.done();
    await done;
  });
});
