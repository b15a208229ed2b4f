import { expect } from "chai";
import { ItemError } from "../workflow-kit/at-run/errors.ts";
import { whereThrown } from "./where-thrown.ts";

/** An error with this stack below its message. */
function thrown(message: string, ...places: string[]): Error {
  const error = new Error(message);
  error.stack = [`Error: ${message}`, ...places.map((place) => `    at ${place}`)].join("\n");
  return error;
}

describe("where an error was thrown", () => {
  const here = process.cwd();

  it("is the first line that is neither a package's, nor Node's, nor Batchline's", () => {
    const error = thrown(
      "no",
      `Client.send (${here}/node_modules/client/dist/send.js:1:2)`,
      "process.processTicksAndRejections (node:internal/process/task_queues:104:5)",
      `async eachItem (file://${here}/workflow-kit/at-run/items.ts:3:4)`,
      `async file://${here}/workflows/prices/stages/fetch.ts:12:9`,
      `async fetch (${here}/workflows/prices/stages/index.ts:5:6)`,
    );
    expect(whereThrown(error)).to.equal("workflows/prices/stages/fetch.ts:12:9");
  });

  it("is relative to the image's folder, and else absolute", () => {
    const error = thrown("no", "async file:///app/workflows/prices/stages/fetch.ts:12:9");
    expect(whereThrown(error, ["/app"])).to.equal("workflows/prices/stages/fetch.ts:12:9");
    expect(whereThrown(error)).to.equal("/app/workflows/prices/stages/fetch.ts:12:9");
  });

  it("is not a line of the message, which a supplier may have written", () => {
    const message = "the feed said:\n    at lie (/app/workflows/lie.ts:1:1)";
    expect(whereThrown(thrown(message), ["/app"])).to.equal(undefined);
    const error = thrown(message, "fetch (/app/workflows/truth.ts:2:2)");
    expect(whereThrown(error, ["/app"])).to.equal("workflows/truth.ts:2:2");
  });

  it("is its cause's line where its own stack has none", () => {
    const cause = thrown("no", "fetch (/app/workflows/fetch.ts:2:2)");
    const error = new ItemError("no", { cause });
    error.stack = "ItemError: no";
    expect(whereThrown(error, ["/app"])).to.equal("workflows/fetch.ts:2:2");
  });

  it("is unknown for what is not an error", () => {
    expect(whereThrown("no")).to.equal(undefined);
  });

  it("is unknown where only the module that begins a bundle is left", () => {
    expect(whereThrown(thrown("no", "async file:///app/main.generated.ts:3:1"))).to.equal(undefined);
  });
});
