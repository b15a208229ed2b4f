import type { Json } from "@batchline/asl";
import { expect } from "chai";
import { calls as batch } from "../../batch/step-functions-calls.ts";
import { calls as events } from "../../events/step-functions-calls.ts";
import { calls as lambda } from "../../lambda/step-functions-calls.ts";
import { calls as stepFunctions } from "../step-functions-calls.ts";
import { argumentProblems } from "./arguments.ts";

describe("arguments of a call", () => {
  const submit = (more: Json, when: "definition" | "run" = "definition") =>
    argumentProblems(
      { service: batch, action: "submitJob", optimised: true },
      { JobName: "j", JobQueue: "q", JobDefinition: "d", ...(more as object) },
      when,
    );

  it("have the types of the service's model, at any depth", () => {
    const environment = (Value: Json) => ({ ContainerOverrides: { Environment: [{ Name: "A", Value }] } });
    const problems: readonly (readonly [more: Json, problem: string])[] = [
      [environment(42), "The value for the field 'Value' must be a STRING"],
      [environment(true), "The value for the field 'Value' must be a STRING"],
      [environment({ a: 1 }), "The value for the field 'Value' must be a STRING"],
      [environment([]), "The value for the field 'Value' must be a STRING"],
      [{ JobName: 1 }, "The value for the field 'JobName' must be a STRING"],
      [{ ArrayProperties: { Size: "2" } }, "The value for the field 'Size' must be an INTEGER"],
      [{ ArrayProperties: { Size: 2.5 } }, "The value for the field 'Size' must be an INTEGER"],
      [{ ArrayProperties: 2 }, "The value for the field 'ArrayProperties' must be an OBJECT"],
      [{ PropagateTags: "true" }, "The value for the field 'PropagateTags' must be a BOOLEAN"],
      [{ ContainerOverrides: { Command: "true" } }, "The value for the field 'Command' must be an ARRAY"],
      [
        { ContainerOverrides: { Command: ["a", 1] } },
        "The value for the field 'Command[1]' must be a STRING",
      ],
      [{ DependsOn: [{ JobId: 1 }] }, "The value for the field 'JobId' must be a STRING"],
      [{ DependsOn: ["id"] }, "The value for the field 'DependsOn[0]' must be an OBJECT"],
      [{ Parameters: { date: 20260101 } }, "The value for the field 'date' must be a STRING"],
      [{ Tags: { team: null, size: 1 } }, "The value for the field 'size' must be a STRING"],
      [
        { DependsOn: [{ Kind: "N_TO_N" }] },
        "The field 'Kind' is not supported by Step Functions at /DependsOn[0]",
      ],
    ];
    for (const [more, problem] of problems) {
      expect(submit(more), JSON.stringify(more)).to.deep.equal([problem]);
      expect(submit(more, "run"), JSON.stringify(more)).to.deep.equal([problem]);
    }
  });

  it("may be expressions in a definition, and have their types when they are computed", () => {
    const overrides = { Command: "{% $states.input %}", Environment: [{ Name: "A", Value: "{% 42 %}" }] };
    expect(submit({ ContainerOverrides: overrides, DependsOn: "{% [] %}" })).to.deep.equal([]);
    expect(submit({ DependsOn: "{% [] %}" }, "run")).to.have.length(1);
  });

  it("name the values of an enumeration; a computed one is left to the service", () => {
    const depends = { DependsOn: [{ JobId: "1", Type: "n_to_n" }] };
    expect(submit(depends)).to.deep.equal([
      "The value for the field 'Type' must be one of [N_TO_N, SEQUENTIAL]",
    ]);
    expect(submit(depends, "run")).to.deep.equal([]);
  });

  it("take any JSON where the service gets its text", () => {
    const call = (service: typeof batch, action: string, args: Json, optimised = true) =>
      argumentProblems({ service, action, optimised }, args, "run");
    for (const value of ["text", 1, { a: 1 }, [1], true] as const) {
      expect(call(lambda, "invoke", { FunctionName: "f", Payload: value })).to.deep.equal([]);
      expect(call(events, "putEvents", { Entries: [{ Detail: value }] })).to.deep.equal([]);
      expect(call(stepFunctions, "startExecution", { StateMachineArn: "a", Input: value })).to.deep.equal([]);
    }
    const start = (Input: Json) =>
      call(stepFunctions, "startExecution", { StateMachineArn: "a", Input }, false);
    expect(start({ a: 1 })).to.deep.equal([]);
    expect(start(42)).to.deep.equal(["The value for the field 'Input' must be a STRING"]);
  });
});
