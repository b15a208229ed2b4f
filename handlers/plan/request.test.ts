import { expect } from "chai";
import { InvalidRunInputError, parseRequest } from "./request.ts";

const named = { workflow: "chunky", execution: "run-1", stateMachine: "arn" };

describe("planning: the request", () => {
  it("an execution without an input: accepted", () => {
    for (const event of [named, { ...named, input: null }, { ...named, input: {} }]) {
      expect(parseRequest(event)).to.deep.equal({ ...named, input: {} });
    }
  });

  it("fields that are null: left out", () => {
    const input = { tenants: null, force: null, resume: null };
    expect(parseRequest({ ...named, input })).to.deep.equal({ ...named, input: {} });
  });

  it("other fields: kept", () => {
    const input = { tenants: ["acme"], force: true, wait: true, resume: "run-0", stages: ["rescale"] };
    expect(parseRequest({ ...named, input })).to.deep.equal({ ...named, input });
  });

  it("a misspelt field, which would run every tenant: rejected", () => {
    expect(() => parseRequest({ ...named, input: { tenant: ["acme"] } })).to.throw(
      InvalidRunInputError,
      'the execution cannot be planned: input: Unrecognized key: "tenant". Its input may have tenants (a list of ids)',
    );
  });

  it("an empty list of tenants: rejected", () => {
    expect(() => parseRequest({ ...named, input: { tenants: [] } })).to.throw(
      InvalidRunInputError,
      "input.tenants",
    );
  });

  it("stages without a run to resume: rejected", () => {
    expect(() => parseRequest({ ...named, input: { stages: ["rescale"] } })).to.throw(
      InvalidRunInputError,
      "input.stages: a new run has all stages",
    );
  });

  it("names that would change the S3 key: rejected", () => {
    expect(() => parseRequest({ ...named, input: { resume: "../other/run" } })).to.throw(
      InvalidRunInputError,
      "resume",
    );
  });

  it("schedule and time: kept, but rejected together with tenants or a run to resume", () => {
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
