import type { Json } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import { type Retrier, retryField } from "../core/retry.ts";
import type { AssigningStep, Distribution, Step } from "../core/step.ts";
import type { NameVariable } from "../expression/jsonata.ts";
import { toNode } from "../expression/literal.ts";
import { mergeNodes, type Node, type Variable } from "../expression/node.ts";
import type { AslMachine } from "./asl.ts";
import { toBody, toExpression, toTemplate } from "./template.ts";

/** The names of variables, and the variables that are read. */
export interface Naming {
  readonly name: NameVariable;
  readonly live: ReadonlySet<Variable>;
}

/** The state that follows a failed state. */
export interface Handler {
  readonly next: string;
  readonly error: Variable;
  readonly errors: readonly string[];
}

/** The surroundings of a state in its machine. */
export interface Surroundings {
  /** The first state of each branch of a choice. */
  readonly branches: readonly string[];
  /** The next state. Undefined for the last. */
  readonly next: string | undefined;
  /** The handlers of the attempts around the state, innermost first. */
  readonly handlers: readonly Handler[];
  readonly naming: Naming;
  /** The processor of a map or the branches of a parallel. */
  readonly inner: readonly AslMachine[];
}

/** The value that a Catch assigns. Step Functions leaves Cause out when a failure has none. */
const caughtError = mergeNodes(toNode({ Error: "", Cause: "" }), { kind: "reserved", path: ["errorOutput"] });

export function stateFields(
  step: Exclude<Step, { kind: "attempt" }>,
  around: Surroundings,
): Readonly<Record<string, unknown>> {
  const { naming, next, handlers, inner } = around;
  const template = (node: Node): Json => toTemplate(node, naming.name);
  const body = (node: Node): Json => toBody(node, naming.name);
  const comment = step.comment === undefined ? {} : { Comment: step.comment };
  switch (step.kind) {
    case "task":
      return {
        Type: "Task",
        ...comment,
        Resource: step.resource,
        Arguments: body(step.arguments),
        ...(step.timeoutSeconds && { TimeoutSeconds: template(step.timeoutSeconds) }),
        ...(step.heartbeatSeconds && { HeartbeatSeconds: template(step.heartbeatSeconds) }),
        ...results(step),
        ...failures(step.retry),
        ...onward(),
      };
    case "pass":
      return { Type: "Pass", ...comment, ...results(step), ...onward() };
    case "wait":
      return { Type: "Wait", ...comment, [step.field]: template(step.value), ...results(step), ...onward() };
    case "map":
      return {
        Type: "Map",
        ...comment,
        ...(step.items && { Items: template(step.items) }),
        ...(step.selector && { ItemSelector: template(step.selector) }),
        ItemProcessor: {
          ProcessorConfig: step.distribution
            ? { Mode: "DISTRIBUTED", ExecutionType: step.distribution.executionType }
            : { Mode: "INLINE" },
          ...must(inner[0], "a map has a processor"),
        },
        ...(step.maxConcurrency && { MaxConcurrency: template(step.maxConcurrency) }),
        ...(step.distribution && distributionFields(step.distribution, naming.name)),
        ...results(step),
        ...failures(step.retry),
        ...onward(),
      };
    case "parallel":
      return {
        Type: "Parallel",
        ...comment,
        Branches: inner,
        ...results(step),
        ...failures(step.retry),
        ...onward(),
      };
    case "choice":
      return {
        Type: "Choice",
        ...comment,
        Choices: step.branches.map(({ condition }, i) => ({
          Condition: toExpression(condition, naming.name),
          Next: must(around.branches[i], "each branch has a first state"),
        })),
        ...(next !== undefined && { Default: next }),
      };
    case "succeed":
      return { Type: "Succeed", ...comment, ...(step.output && { Output: body(step.output) }) };
    case "fail": {
      const { error, cause } = step;
      const handler = handlers.find(({ errors }) => catchesFail(errors, error));
      if (handler === undefined)
        return { Type: "Fail", ...comment, Error: template(error), Cause: template(cause) };
      // Step Functions cannot catch a Fail state. In an attempt, a Pass state leads to the handler instead.
      const entries = Object.entries({ Error: error, Cause: cause });
      return {
        Type: "Pass",
        ...comment,
        ...caught(handler, { kind: "object", entries }),
        Next: handler.next,
      };
    }
  }

  function onward(): { Next: string } | { End: true } {
    return next === undefined ? { End: true } : { Next: next };
  }

  function results({ assign, output }: AssigningStep) {
    const live = assign.filter(({ variable }) => naming.live.has(variable));
    return {
      ...(live.length > 0 && {
        Assign: Object.fromEntries(
          live.map(({ variable, value }) => [naming.name(variable), template(value)]),
        ),
      }),
      ...(output && { Output: body(output) }),
    };
  }

  function failures(retry: readonly Retrier[]) {
    const reachable = reachableHandlers(handlers);
    return {
      ...(retry.length > 0 && { Retry: retryField(retry) }),
      ...(reachable.length > 0 && {
        Catch: reachable.map((handler) => ({
          ErrorEquals: handler.errors,
          ...caught(handler, caughtError),
          Next: handler.next,
        })),
      }),
    };
  }

  function caught({ error }: Handler, value: Node): { Assign?: Record<string, Json> } {
    return naming.live.has(error) ? { Assign: { [naming.name(error)]: template(value) } } : {};
  }
}

/** A handler of all errors hides those after it. The language requires States.ALL to be last and alone. */
function reachableHandlers(handlers: readonly Handler[]): readonly Handler[] {
  const last = handlers.findIndex(({ errors }) => errors.includes("States.ALL"));
  return last < 0 ? handlers : handlers.slice(0, last + 1);
}

/** Whether a handler of `errors` catches the error of a Fail state with this name. */
function catchesFail(errors: readonly string[], name: Node): boolean {
  return errors.includes("States.ALL") || (name.kind === "literal" && errors.includes(String(name.value)));
}

/** The fields of a distributed map. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
function distributionFields(distribution: Distribution, name: NameVariable): Readonly<Record<string, Json>> {
  const { label, reader, selector, batcher, writer } = distribution;
  const { toleratedFailureCount, toleratedFailurePercentage } = distribution;
  const template = (node: Node) => toTemplate(node, name);
  return {
    ...(label !== undefined && { Label: label }),
    ...(reader && {
      ItemReader: {
        Resource: reader.resource,
        Arguments: template(reader.arguments),
        ...(!isEmpty(reader.config) && { ReaderConfig: template(reader.config) }),
      },
    }),
    ...(selector && { ItemSelector: toBody(selector, name) }),
    ...(batcher && {
      ItemBatcher: {
        ...(batcher.maxItems && { MaxItemsPerBatch: template(batcher.maxItems) }),
        ...(batcher.maxBytes && { MaxInputBytesPerBatch: template(batcher.maxBytes) }),
        BatchInput: toBody(batcher.input, name),
      },
    }),
    ...(toleratedFailureCount && { ToleratedFailureCount: template(toleratedFailureCount) }),
    ...(toleratedFailurePercentage && { ToleratedFailurePercentage: template(toleratedFailurePercentage) }),
    ...(writer && { ResultWriter: template(writer) }),
  };
}

const isEmpty = (node: Node) => node.kind === "object" && node.entries.length === 0;
