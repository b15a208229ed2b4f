import {
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { graphOf, overview, toSvg } from "@batchline/states/graph";
import type { MachineView, StateView } from "../view.ts";
import { ifAllowed } from "./if-allowed.ts";

interface Drawn {
  readonly svg: string;
  readonly names: ReadonlySet<string>;
}

/** An execution's machine, asked for again and again: it is drawn once, and of its history only what is new is read. */
export class ExecutedMachine {
  readonly #sfn: SFNClient;
  readonly #executionArn: string;
  readonly #events = new Map<number, HistoryEvent>();
  #drawn: Promise<Drawn | undefined> | undefined;

  constructor(sfn: SFNClient, executionArn: string) {
    this.#sfn = sfn;
    this.#executionArn = executionArn;
  }

  /** Undefined if the execution is gone, or the caller may not see it. */
  async view(): Promise<MachineView | undefined> {
    return unlessGone(async () => {
      this.#drawn ??= ifAllowed(() => this.#draw());
      const drawn = await this.#drawn;
      if (drawn === undefined) return undefined;
      await ifAllowed(() => this.#readNew());
      const events = [...this.#events.values()].sort((a, b) => (a.id ?? 0) - (b.id ?? 0));
      // The picture leaves out states that only carry data or recover from an error.
      const states = Object.entries(statesOf(events)).filter(
        ([name, { status }]) => status !== "succeeded" || drawn.names.has(name),
      );
      return { svg: drawn.svg, states: Object.fromEntries(states) };
    });
  }

  async #draw(): Promise<Drawn> {
    const asked = new DescribeStateMachineForExecutionCommand({ executionArn: this.#executionArn });
    const { definition = "", name = "" } = await this.#sfn.send(asked);
    const shown = overview(graphOf(JSON.parse(definition)));
    const svg = await toSvg(shown, { title: `State machine ${name}` });
    // The page's Content Security Policy forbids styles in the document, so the page has the style sheet.
    return { svg: svg.replace(/<style>.*?<\/style>\n?/s, ""), names: new Set(namesIn(shown.root)) };
  }

  async #readNew(): Promise<void> {
    let nextToken: string | undefined;
    do {
      const input = { executionArn: this.#executionArn, reverseOrder: true, includeExecutionData: false };
      const page = await this.#sfn.send(new GetExecutionHistoryCommand({ ...input, nextToken }));
      const events = page.events ?? [];
      const isKnown = events.some(({ id = 0 }) => this.#events.has(id));
      for (const event of events) this.#events.set(event.id ?? 0, event);
      nextToken = isKnown ? undefined : page.nextToken;
    } while (nextToken !== undefined);
  }
}

function namesIn({ nodes }: ReturnType<typeof graphOf>["root"]): string[] {
  return nodes.flatMap(({ name, inner }) => [name, ...inner.flatMap(namesIn)]);
}

/** What an execution did in each state, by their first entrance.
 * @param events In their order.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
export function statesOf(events: readonly HistoryEvent[]): Record<string, StateView> {
  const byId = new Map(events.map((event) => [event.id, event]));
  const isOver = events.some(({ type = "" }) => /^Execution(Failed|Succeeded|TimedOut|Aborted)$/.test(type));
  const found = new Map<string, { entered: number; left: number; hasFailed: boolean }>();
  const of = (name: string) => {
    const state = found.get(name) ?? { entered: 0, left: 0, hasFailed: false };
    found.set(name, state);
    return state;
  };
  for (const { stateEnteredEventDetails, stateExitedEventDetails, previousEventId, type } of events) {
    const entered = stateEnteredEventDetails?.name;
    if (entered !== undefined) {
      const state = of(entered);
      state.entered += 1;
      // A Fail state is not left.
      if (type === "FailStateEntered") state.hasFailed = true;
      if (type === "SucceedStateEntered" || type === "FailStateEntered") state.left += 1;
    }
    const exited = stateExitedEventDetails?.name;
    if (exited !== undefined && type !== "SucceedStateExited") {
      const state = of(exited);
      state.left += 1;
      if (/(Failed|TimedOut)$/.test(byId.get(previousEventId ?? 0)?.type ?? "")) state.hasFailed = true;
    }
  }
  return Object.fromEntries(
    [...found].map(([name, { entered, left, hasFailed }]) => {
      const inside = entered > left;
      const failed = hasFailed || (inside && isOver);
      return [name, { entered, status: inside && !isOver ? "current" : failed ? "failed" : "succeeded" }];
    }),
  );
}

async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof Error && cause.name === "ExecutionDoesNotExist") return undefined;
    throw cause;
  }
}
