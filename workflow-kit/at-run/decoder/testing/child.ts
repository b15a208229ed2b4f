/**
 * `node child.ts <lanes>`: a child whose decoders show what a child can see, and do to its parent what hostile bytes might make it do.
 */
import { readdirSync, readlinkSync, writeSync } from "node:fs";
import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { BadDataError, ItemError } from "../../errors.ts";
import { type DecoderCode, type DecoderLoaders, whole } from "../decoding.ts";
import { frame, frameHead } from "../frames.ts";
import { serveDecoder } from "../serve.ts";

const lanes = Number(process.argv[2]);
const stay = delay(60_000, undefined, { ref: false });

const code = <Settings = null>(decoder: DecoderCode<Settings>) => {
  return async (): Promise<DecoderCode<Settings>> => decoder;
};
/** Breaks the protocol on the connection that the parent uses first. */
const raw = (bytes: Uint8Array) =>
  code(async function* () {
    writeSync(2 + lanes, bytes);
    yield await stay;
  });
const failing = (error: Error) =>
  code(async function* () {
    yield await Promise.reject(error);
  });
const frameOf = (type: number, text: string) =>
  Buffer.concat([frameHead(type, text.length), Buffer.from(text)]);

const decoders: DecoderLoaders = {
  /** Its settings, then its input in upper case. */
  echo: code(async function* (settings: unknown, input) {
    yield { settings };
    for await (const piece of input) yield Buffer.from(piece.toString("utf8").toUpperCase());
  }),
  reversed: code(async function* (_, input) {
    yield (await whole(input)).reverse();
  }),
  environment: code(async function* () {
    const links = readdirSync("/proc/self/fd").flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`, "utf8")];
      } catch {
        // The one of the listing itself.
        return [];
      }
    });
    yield { environment: process.env, uid: process.getuid?.(), links };
  }),
  item: failing(new ItemError("its colours are wrong")),
  data: failing(new BadDataError("the feed is not a feed")),
  bug: failing(new TypeError("x is not a function")),
  /** Dies of the bytes `crash`, and answers others. */
  fragile: code(async function* (_, input) {
    const bytes = await whole(input);
    if (bytes.toString() === "crash") process.kill(process.pid, "SIGSEGV");
    await delay(20);
    yield bytes;
  }),
  hungry: code(async function* () {
    yield {};
    process.kill(process.pid, "SIGKILL");
  }),
  endless: code(async function* () {
    yield Buffer.from("busy");
    for (;;);
  }),
  waiting: code(async function* () {
    yield Buffer.from(String(process.pid));
    yield await stay;
  }),
  many: code(async function* () {
    for (;;) yield { text: "x".repeat(1_000) };
  }),
  two: code(async function* () {
    yield Buffer.from("a");
    yield Buffer.from("b");
  }),
  none: code(() => Readable.from([])),
  noise: raw(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")),
  unknown: raw(frameOf(99, "")),
  large: raw(frameHead(frame.bytes, 2 ** 31)),
  garbled: raw(frameOf(frame.value, "{")),
  unclear: raw(frameOf(frame.failure, '{"kind":"stage","message":"trust me"}')),
  early: raw(frameOf(frame.end, '{"cpuSeconds":1,"maxMemoryMiB":1}')),
  boastful: raw(frameOf(frame.end, '{"cpuSeconds":"1","maxMemoryMiB":1}')),
  twice: raw(frameOf(frame.ready, "")),
};

await serveDecoder(decoders, lanes);
