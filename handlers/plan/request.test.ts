import { expect } from "chai";
import { InvalidRunInputError, parseRequest } from "./request.ts";

const named = { workflow: "chunky", execution: "run-1" };

describe("planning: the request", () => {
  it("takes an execution without an input", () => {
    for (const event of [named, { ...named, input: null }, { ...named, input: {} }]) {
      expect(parseRequest(event)).to.deep.equal({ ...named, input: {} });
    }
  });

  it("leaves out what is null", () => {
    const input = { tenants: null, force: null, resume: null };
    expect(parseRequest({ ...named, input })).to.deep.equal({ ...named, input: {} });
  });

  it("keeps what is there", () => {
    const input = { tenants: ["acme"], force: true, resume: "run-0" };
    expect(parseRequest({ ...named, input })).to.deep.equal({ ...named, input });
  });

  it("rejects a misspelt field, which would run every tenant", () => {
    expect(() => parseRequest({ ...named, input: { tenant: ["acme"] } })).to.throw(
      InvalidRunInputError,
      'the execution cannot be planned: input: Unrecognized key: "tenant". Its input may have tenants (a list of ids)',
    );
  });

  it("rejects an empty list of tenants", () => {
    expect(() => parseRequest({ ...named, input: { tenants: [] } })).to.throw(
      InvalidRunInputError,
      "input.tenants",
    );
  });

  it("rejects names that would change the S3 key", () => {
    expect(() => parseRequest({ ...named, input: { resume: "../other/run" } })).to.throw(
      InvalidRunInputError,
      "resume",
    );
  });

  it("keeps which schedule started it and when, but not together with tenants or a run to resume", () => {
    const input = { schedule: "default", scheduledAt: "2026-11-23T02:00:00Z" };
    const event = { ...named, input, startedAt: "2026-11-23T02:00:01.000Z" };
    expect(parseRequest(event)).to.deep.equal(event);
    for (const more of [{ tenants: ["acme"] }, { resume: "run-0" }]) {
      expect(() => parseRequest({ ...named, input: { ...input, ...more } })).to.throw(
        InvalidRunInputError,
        "input.schedule: a scheduled run is for the tenants of the schedule",
      );
    }
  });
});
