import { join } from "node:path";
import { CodedError } from "@batchline/diagnostics";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { ResourceFailure } from "../registrations/resource-failure.ts";
import { runProgram } from "../run-program.ts";
import { ProgramError, programError } from "./program-error.ts";

const root = join(import.meta.dirname, "..", "testing", "programs", "fails");
const failure = (how: string) =>
  rejection(runProgram({ root, stack: "dev", mode: "preview", config: { how } }), CodedError);

describe("runProgram: a program that fails", () => {
  it("throws: BL-E009 with its message, after the line of the program", async () => {
    const error = await failure("throws");
    expect(error).to.be.instanceOf(ProgramError);
    expect(error.code).to.equal("BL-E009");
    expect(error.message).to.equal("index.ts:12:11: Error: a shop needs a name");
  });

  it("rejects with Pulumi's error for users: its message alone", async () => {
    expect((await failure("rejects")).message).to.equal("a shop needs a door");
  });

  it("logs an error: the message logged", async () => {
    expect((await failure("logs")).message).to.equal("a shop needs a window");
  });

  it("ends itself: its exit code", async () => {
    expect((await failure("exits")).message).to.equal("the program ended with exit code 3");
  });

  it("imports a missing file: which one", async () => {
    expect((await failure("imports")).message).to.match(
      /^Error \[ERR_MODULE_NOT_FOUND\]: Cannot find module '.*\/missing\.ts'/,
    );
  });

  it("gives two resources one name: BL-E010 with the resource", async () => {
    const error = await failure("repeats");
    expect(error).to.be.instanceOf(ResourceFailure);
    expect(error.code).to.equal("BL-E010");
    expect(error.message).to.equal(
      'index.ts:20:5: fails:index:Shop "twice": another resource has the same URN urn:pulumi:dev::fails::fails:index:Shop::twice; rename one',
    );
  });

  it("uses an unsupported part of Pulumi: the SDK's own message", async () => {
    expect((await failure("transforms")).message).to.match(/does not support transforms/);
  });
});

describe("programError", () => {
  it("keeps the message of an error without a stack, and of an error with a circular reference", () => {
    const of = (message: string) => programError("/shop", [{ severity: "error", message }], "").message;
    expect(of("plain words")).to.equal("plain words");
    expect(
      of(
        "Running program '/shop/index.ts' failed with an unhandled exception:\n<ref *1> Error: 2 UNKNOWN: refused\n    at new Shop (file:///shop/shop.ts:3:7)\n    at x (/shop/node_modules/p/x.js:1:1)",
      ),
    ).to.equal("shop.ts:3:7: Error: refused");
  });
});
