import { StateError } from "@batchline/state-machines";
import { expect } from "chai";
import { call, forever, interpret } from "../testing/index.ts";

/** The expected chains were read off AWS itself. */
describe("history", () => {
  const broken = { Type: "Pass", Output: { v: "{% $states.input.missing %}" }, End: true };
  const boom = { Type: "Fail", Error: "MyError", Cause: "my cause" };

  it("chains a Parallel's branches to its start, and its exit to the last event of any branch", async () => {
    const { chain } = await interpret({
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [
            { StartAt: "A1", States: { A1: { Type: "Pass", Next: "A2" }, A2: { Type: "Pass", End: true } } },
            { StartAt: "B1", States: { B1: { Type: "Wait", Seconds: 1, End: true } } },
          ],
          Next: "After",
        },
        After: { Type: "Pass", End: true },
      },
    });
    expect(chain).to.deep.equal([
      "ExecutionStarted<0",
      "ParallelStateEntered<0",
      "ParallelStateStarted<2",
      "PassStateEntered<3",
      "WaitStateEntered<3",
      "PassStateExited<4",
      "PassStateEntered<6",
      "PassStateExited<7",
      "WaitStateExited<5",
      "ParallelStateSucceeded<9",
      "ParallelStateExited<9",
      "PassStateEntered<11",
      "PassStateExited<12",
    ]);
  });

  it("names each iteration of a Map, and starts all before the first enters a state", async () => {
    const { chain, events } = await interpret(
      {
        StartAt: "M",
        States: {
          M: {
            Type: "Map",
            ItemProcessor: { StartAt: "I", States: { I: { Type: "Pass", End: true } } },
            End: true,
          },
        },
      },
      { input: ["x", "y"] },
    );
    expect(chain).to.deep.equal([
      "ExecutionStarted<0",
      "MapStateEntered<0",
      "MapStateStarted<2",
      "MapIterationStarted<3",
      "MapIterationStarted<3",
      "PassStateEntered<4",
      "PassStateEntered<5",
      "PassStateExited<6",
      "PassStateExited<7",
      "MapIterationSucceeded<8",
      "MapIterationSucceeded<9",
      "MapStateSucceeded<11",
      "MapStateExited<11",
    ]);
    expect(events[2]?.mapStateStartedEventDetails).to.deep.equal({ length: 2 });
    expect(events[4]?.mapIterationStartedEventDetails).to.deep.equal({ name: "M", index: 1 });
    expect(events[12]?.stateExitedEventDetails).to.deep.equal({
      name: "M",
      output: '["x","y"]',
      outputDetails: { truncated: false },
    });
  });

  it("a failed iteration aborts the others, all chained to its last event", async () => {
    const { chain } = await interpret(
      {
        StartAt: "M",
        States: {
          M: {
            Type: "Map",
            ItemProcessor: { StartAt: "I", States: { I: call("work", { TimeoutSeconds: 5, End: true }) } },
            End: true,
          },
        },
      },
      { input: [1, 2], services: { work: forever } },
    );
    expect(chain.slice(5)).to.deep.equal([
      "TaskStateEntered<4",
      "TaskStateEntered<5",
      "TaskScheduled<6",
      "TaskStarted<8",
      "TaskScheduled<7",
      "TaskStarted<10",
      "TaskTimedOut<9",
      "MapIterationFailed<12",
      "TaskStateAborted<12",
      "MapIterationAborted<12",
      "TaskStateAborted<12",
      "MapStateFailed<12",
    ]);
  });

  it("records a failed expression once, where it failed", async () => {
    const { chain, events } = await interpret({
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [{ StartAt: "Undef", States: { Undef: broken } }],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Handled" }],
          End: true,
        },
        Handled: { Type: "Pass", End: true },
      },
    });
    expect(chain.slice(3)).to.deep.equal([
      "PassStateEntered<3",
      "EvaluationFailed<4",
      "ParallelStateFailed<5",
      "ParallelStateExited<6",
      "PassStateEntered<7",
      "PassStateExited<8",
    ]);
    expect(events[4]?.evaluationFailedEventDetails).to.deep.equal({
      error: "States.QueryEvaluationError",
      cause:
        "An error occurred while executing the state 'Undef' (entered at the event id #4). " +
        "The JSONata expression '$states.input.missing' specified for the field 'Output/v' returned nothing (undefined).",
      location: "Output/v",
      state: "Undef",
    });
  });

  it("starts a retried Parallel again, and records its failure only at the end", async () => {
    const { chain } = await interpret({
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [{ StartAt: "Boom", States: { Boom: boom } }],
          Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }],
          End: true,
        },
      },
    });
    expect(chain.slice(2)).to.deep.equal([
      "ParallelStateStarted<2",
      "FailStateEntered<3",
      "ParallelStateStarted<4",
      "FailStateEntered<5",
      "ParallelStateFailed<6",
    ]);
  });

  it("records the task that fails a branch as aborted", async () => {
    const { chain } = await interpret(
      {
        StartAt: "P",
        States: {
          P: {
            Type: "Parallel",
            Branches: [{ StartAt: "Send", States: { Send: call("send", { End: true }) } }],
            Catch: [{ ErrorEquals: ["States.ALL"], Next: "Handled" }],
            End: true,
          },
          Handled: { Type: "Pass", End: true },
        },
      },
      {
        services: {
          send: () => {
            throw new StateError("SQS.QueueDoesNotExistException", "no such queue");
          },
        },
      },
    );
    expect(chain.slice(3)).to.deep.equal([
      "TaskStateEntered<3",
      "TaskScheduled<4",
      "TaskStarted<5",
      "TaskFailed<6",
      "TaskStateAborted<7",
      "ParallelStateFailed<7",
      "ParallelStateExited<9",
      "PassStateEntered<10",
      "PassStateExited<11",
    ]);
  });

  it("chains a catcher's failed expression to where the state stood before it failed", async () => {
    const { chain } = await interpret({
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [{ StartAt: "Boom", States: { Boom: boom } }],
          Catch: [
            { ErrorEquals: ["Other"], Next: "Done" },
            { ErrorEquals: ["States.ALL"], Output: { v: "{% $states.input.missing %}" }, Next: "Done" },
          ],
          End: true,
        },
        Done: { Type: "Pass", End: true },
      },
    });
    expect(chain.slice(3)).to.deep.equal([
      "FailStateEntered<3",
      "ParallelStateFailed<4",
      "EvaluationFailed<4",
      "ParallelStateFailed<6",
    ]);
  });

  it("records a task's arguments, answer and assigned variables", async () => {
    const { events } = await interpret(
      {
        StartAt: "T",
        States: {
          T: call("work", {
            Arguments: { n: 1 },
            Assign: { answer: "{% $states.result %}" },
            TimeoutSeconds: 60,
            HeartbeatSeconds: 20,
            End: true,
          }),
        },
      },
      { services: { work: () => "fine" } },
    );
    const resource = { resourceType: "test", resource: "work" };
    expect(events[2]?.taskScheduledEventDetails).to.deep.equal({
      ...resource,
      region: "eu-central-1",
      parameters: '{"n":1}',
      timeoutInSeconds: 60,
      heartbeatInSeconds: 20,
    });
    expect(events[3]?.taskStartedEventDetails).to.deep.equal(resource);
    expect(events[4]?.taskSucceededEventDetails).to.deep.equal({
      ...resource,
      output: '"fine"',
      outputDetails: { truncated: false },
    });
    expect(events[5]?.stateExitedEventDetails).to.deep.equal({
      name: "T",
      output: '"fine"',
      outputDetails: { truncated: false },
      assignedVariables: { answer: '"fine"' },
      assignedVariablesDetails: { truncated: false },
    });
  });

  it("ends a loop at 25,000 events", async () => {
    const { error, cause, events } = await interpret({
      StartAt: "A",
      States: {
        A: { Type: "Pass", Next: "B" },
        B: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "C" }], Default: "A" },
        C: { Type: "Succeed" },
      },
    });
    expect(error).to.equal("States.Runtime");
    expect(cause).to.equal("The execution reached the maximum number of history events (25000).");
    expect(events).to.have.length(24_999);
  });
});
