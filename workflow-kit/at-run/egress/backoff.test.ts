import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { ItemError } from "../errors.ts";
import { withBackoff } from "./backoff.ts";
import { RequestError, statusError } from "./request-error.ts";

const quick = { attempts: 4, baseMs: 2, maxMs: 5 };
const never = new AbortController().signal;
const url = new URL("http://shop.example/a.jpg");

/** Fails with each of `errors` in turn, then gives the number of calls. */
function failing(...errors: Error[]) {
  let calls = 0;
  const action = async () => {
    calls++;
    const error = errors[calls - 1];
    if (error !== undefined) throw error;
    return calls;
  };
  return { action, calls: () => calls };
}

describe("trying a supplier again", () => {
  for (const status of [408, 429, 500, 503]) {
    it(`goes on after a ${status}`, async () => {
      const { action } = failing(statusError(url, status, {}), statusError(url, status, {}));
      expect(await withBackoff(action, never, quick)).to.equal(3);
    });
  }

  for (const status of [400, 403, 404, 410]) {
    it(`takes a ${status} for an answer`, async () => {
      const { action, calls } = failing(statusError(url, status, {}));
      const error = await rejection(withBackoff(action, never, quick), RequestError);
      expect(error.message).to.equal(`shop.example answered ${status}`);
      expect(calls()).to.equal(1);
    });
  }

  it("failures: end after all attempts, with their number", async () => {
    const { action, calls } = failing(...Array.from({ length: 9 }, () => statusError(url, 503, {})));
    const error = await rejection(withBackoff(action, never, quick), RequestError);
    expect(error.message).to.equal("shop.example answered 503; tried 4 times");
    expect(calls()).to.equal(4);
  });

  it("attempts that use their whole patience: one more only", async () => {
    const slow = () => new RequestError("stalled", { transient: true, slow: true });
    const { action, calls } = failing(slow(), slow(), slow());
    await rejection(withBackoff(action, never, quick), RequestError);
    expect(calls()).to.equal(2);
  });

  it("a refused URL: not tried again", async () => {
    const { action, calls } = failing(new ItemError("refused"));
    await rejection(withBackoff(action, never, quick), ItemError);
    expect(calls()).to.equal(1);
  });

  it("Retry-After: respected, up to a limit", async () => {
    const { action } = failing(statusError(url, 429, { "retry-after": "3600" }));
    const started = performance.now();
    await withBackoff(action, never, { attempts: 2, baseMs: 0, maxMs: 40 });
    expect(performance.now() - started).to.be.at.least(38);
  });

  it("Retry-After: seconds or a date", () => {
    expect(statusError(url, 503, { "retry-after": "7" }).retryAfterMs).to.equal(7_000);
    const soon = new Date(Date.now() + 60_000).toUTCString();
    expect(statusError(url, 503, { "retry-after": soon }).retryAfterMs).to.be.within(50_000, 60_000);
    expect(statusError(url, 503, { "retry-after": "soon" }).retryAfterMs).to.equal(undefined);
  });

  it("an aborted signal: stops the wait", async () => {
    const stop = new AbortController();
    const { action } = failing(statusError(url, 429, { "retry-after": "60" }));
    const waiting = withBackoff(action, stop.signal, { attempts: 2, baseMs: 0, maxMs: 60_000 });
    stop.abort();
    expect((await rejection(waiting, Error)).name).to.equal("AbortError");
  });
});
