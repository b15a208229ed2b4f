import { expect } from "chai";
import { StateError } from "../state-error.ts";
import { call, forever, interpret } from "../testing/interpret.ts";

const one = (state: object) => ({ StartAt: "S", States: { S: state } }) as never;

describe("states", () => {
  describe("Pass", () => {
    it("passes its input on", async () => {
      const { output } = await interpret(one({ Type: "Pass", End: true }), { input: { a: 1 } });
      expect(output).to.deep.equal({ a: 1 });
    });

    it("outputs literals as they are and expressions as they evaluate, however deep", async () => {
      const Output = {
        text: "constant",
        spaced: " {% not an expression %} ",
        empty: "",
        list: [null, 0, { sum: "{% $states.input.a + 1 %}" }],
        multiline: "{% (\n $x := 2;\n $x * 3\n) %}",
      };
      const { output } = await interpret(one({ Type: "Pass", Output, End: true }), { input: { a: 1 } });
      expect(output).to.deep.equal({
        text: "constant",
        spaced: " {% not an expression %} ",
        empty: "",
        list: [null, 0, { sum: 2 }],
        multiline: 6,
      });
    });

    it("outputs any JSON, not only objects", async () => {
      const { output } = await interpret(one({ Type: "Pass", Output: false, End: true }));
      expect(output).to.equal(false);
    });

    it("shows the context object", async () => {
      const { output } = await interpret(one({ Type: "Pass", Output: "{% $states.context %}", End: true }), {
        input: 5,
      });
      expect(output).to.deep.equal({
        Execution: {
          Id: "arn:aws:states:eu-central-1:000000000000:execution:machine:run-1",
          Input: 5,
          Name: "run-1",
          RoleArn: "arn:aws:iam::000000000000:role/machine",
          StartTime: "2026-01-01T00:00:00.000Z",
          RedriveCount: 0,
        },
        StateMachine: {
          Id: "arn:aws:states:eu-central-1:000000000000:stateMachine:machine",
          Name: "machine",
        },
        State: { Name: "S", EnteredTime: "2026-01-01T00:00:00.000Z" },
      });
    });
  });

  describe("Wait", () => {
    it("waits a day without taking one", async () => {
      const { elapsedSeconds } = await interpret(one({ Type: "Wait", Seconds: 86_400, End: true }));
      expect(elapsedSeconds).to.equal(86_400);
    });

    it("waits as long as an expression says", async () => {
      const { elapsedSeconds } = await interpret(
        one({ Type: "Wait", Seconds: "{% $states.input.pause * 2 %}", End: true }),
        { input: { pause: 30 } },
      );
      expect(elapsedSeconds).to.equal(60);
    });

    it("waits until a time, and not at all for a time that is past", async () => {
      const until = (Timestamp: string) => interpret(one({ Type: "Wait", Timestamp, End: true }));
      expect((await until("2026-01-01T01:30:00+01:00")).elapsedSeconds).to.equal(1800);
      expect((await until("2001-01-01T00:00:00Z")).elapsedSeconds).to.equal(0);
    });

    it("fails on what is neither a whole number nor a time", async () => {
      const seconds = await interpret(one({ Type: "Wait", Seconds: "{% 1.5 %}", End: true }));
      expect(seconds.error).to.equal("States.QueryEvaluationError");
      expect(seconds.cause).to.include(
        "The JSONata expression '1.5' specified for the field 'Seconds' returned an unexpected result type. " +
          "Expected 'integer', but was 'number' for value: 1.5",
      );
      const time = await interpret(one({ Type: "Wait", Timestamp: "{% 'tomorrow' %}", End: true }));
      expect(time.cause).to.include(
        "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: tomorrow",
      );
    });
  });

  describe("Choice", () => {
    const machine = {
      StartAt: "Size",
      States: {
        Size: {
          Type: "Choice",
          Choices: [
            {
              Condition: "{% $states.input.n > 100 %}",
              Next: "End",
              Output: "large",
              Assign: { seen: "rule 0" },
            },
            {
              Condition: "{% $states.input.n > 10 %}",
              Next: "End",
              Output: "medium",
              Assign: { seen: "rule 1" },
            },
          ],
          Default: "End",
          Output: "small",
          Assign: { seen: "default" },
        },
        End: { Type: "Pass", Output: { size: "{% $states.input %}", seen: "{% $seen %}" }, End: true },
      },
    };

    it("follows the first rule that holds, with that rule's output and variables", async () => {
      expect((await interpret(machine, { input: { n: 500 } })).output).to.deep.equal({
        size: "large",
        seen: "rule 0",
      });
      expect((await interpret(machine, { input: { n: 50 } })).output).to.deep.equal({
        size: "medium",
        seen: "rule 1",
      });
    });

    it("follows Default with the state's own output and variables", async () => {
      expect((await interpret(machine, { input: { n: 5 } })).output).to.deep.equal({
        size: "small",
        seen: "default",
      });
    });

    it("fails with States.Runtime when nothing holds and there is no Default", async () => {
      const { error, chain } = await interpret({
        StartAt: "C",
        States: {
          C: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "P" }] },
          P: { Type: "Pass", End: true },
        },
      });
      expect(error).to.equal("States.Runtime");
      expect(chain).to.deep.equal(["ExecutionStarted<0", "ChoiceStateEntered<0"]);
    });

    it("requires a boolean", async () => {
      const { cause } = await interpret({
        StartAt: "C",
        States: {
          C: { Type: "Choice", Choices: [{ Condition: "{% 'yes' %}", Next: "P" }] },
          P: { Type: "Pass", End: true },
        },
      });
      expect(cause).to.include(
        "'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean'",
      );
    });
  });

  describe("Succeed and Fail", () => {
    it("Succeed ends the machine with its output", async () => {
      const { output, chain } = await interpret(
        one({ Type: "Succeed", Output: "{% $states.input & '!' %}" }),
        {
          input: "done",
        },
      );
      expect(output).to.equal("done!");
      expect(chain.slice(1)).to.deep.equal(["SucceedStateEntered<0", "SucceedStateExited<2"]);
    });

    it("Fail gives its error and cause, which may be expressions", async () => {
      const failed = await interpret(
        one({ Type: "Fail", Error: "Import.Failed", Cause: "{% $states.input.why %}" }),
        {
          input: { why: "the feed is empty" },
        },
      );
      expect(failed).to.include({ error: "Import.Failed", cause: "the feed is empty" });
      expect(failed.chain.at(-1)).to.equal("FailStateEntered<0");
    });

    it("Fail may have neither error nor cause", async () => {
      const failed = await interpret(one({ Type: "Fail" }));
      expect(failed).to.not.have.any.keys("error", "cause", "output");
    });
  });

  describe("Task", () => {
    it("sends its input when it has no Arguments, and outputs the result", async () => {
      const { output } = await interpret(one(call("echo", { End: true })), {
        input: { a: 1 },
        services: { echo: (request) => ({ got: request.arguments }) },
      });
      expect(output).to.deep.equal({ got: { a: 1 } });
    });

    it("makes Arguments, Output and Assign from input, result and variables", async () => {
      const { output } = await interpret(
        {
          StartAt: "Call",
          States: {
            Call: call("double", {
              Arguments: { n: "{% $states.input.n %}" },
              Assign: { twice: "{% $states.result.n %}" },
              Output: "{% $states.result.n + $states.input.n %}",
              Next: "End",
            }),
            End: { Type: "Pass", Output: ["{% $states.input %}", "{% $twice %}"], End: true },
          },
        },
        {
          input: { n: 4 },
          services: { double: (request) => ({ n: (request.arguments as { n: number }).n * 2 }) },
        },
      );
      expect(output).to.deep.equal([12, 8]);
    });

    it("times out, and aborts what it had started", async () => {
      let aborted: unknown;
      const { error, cause, elapsedSeconds, chain } = await interpret(
        one(call("hang", { TimeoutSeconds: "{% 2 * 45 %}", End: true })),
        {
          services: {
            hang: (request) => {
              request.signal.addEventListener("abort", () => {
                aborted = request.signal.reason;
              });
              return forever(request);
            },
          },
        },
      );
      expect(error).to.equal("States.Timeout");
      expect(cause).to.equal(undefined);
      expect(elapsedSeconds).to.equal(90);
      expect(aborted).to.be.instanceOf(StateError);
      expect(chain.slice(1)).to.deep.equal([
        "TaskStateEntered<0",
        "TaskScheduled<2",
        "TaskStarted<3",
        "TaskTimedOut<4",
      ]);
      const long = await interpret(one(call("hang", { TimeoutSeconds: "{% 1e8 %}", End: true })));
      expect(long.cause).to.include("'TimeoutSeconds' must be between 1 and 99999999, but was 100000000.");
    });

    it("refuses arguments and results of more than 256 KiB", async () => {
      const large = "x".repeat(256 * 1024);
      const result = await interpret(one(call("talk", { End: true })), { services: { talk: () => large } });
      expect(result.error).to.equal("States.DataLimitExceeded");
      expect(result.cause).to.equal(
        "The state/task 'test' returned a result with a size exceeding the maximum number of bytes service limit.",
      );
      expect(result.chain.at(-1)).to.equal("TaskFailed<4");
      const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }];
      const caught = await interpret(
        {
          StartAt: "S",
          States: {
            S: call("talk", { Catch, Next: "Caught" }),
            Caught: { Type: "Succeed", Output: "caught" },
          },
        },
        { services: { talk: () => large } },
      );
      expect(caught.output).to.equal("caught");
      const state = await interpret(one({ Type: "Pass", Output: "{% $pad('', 262144, 'x') %}", End: true }));
      expect(state.error).to.equal("States.DataLimitExceeded");
    });
  });
});
