import { invalidCharacters, refusedPattern } from "./refused-pattern.ts";

/** One character of a text, and how often it may come. */
interface Step {
  readonly accepts: (character: string) => boolean;
  readonly optional: boolean;
  readonly repeats: boolean;
}

interface Alternative {
  readonly steps: readonly Step[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

/** Steps of an expression. `{n,m}` counts as m. */
const mostSteps = 1000;

/** What CloudWatch Logs allows between percent signs. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
const allowed = /^(?:[A-Za-z0-9 _#=@/;,:"'<>&-]|[\^$?[\]{}|*+.]|\\.)*$/;

const atom = /\[(\^?)((?:\\.|[^\]\\])+)\]|\\x([0-9A-Fa-f]{2})|\\(.)|([^\\[\]{}|*+?^$])/y;
const quantifier = /[?*+]|\{(\d{1,4})(,(\d{0,4}))?\}/y;

/**
 * Whether a part of a text matches a regular expression of a filter pattern. All ways to match are followed at once, and
 * known places are not computed again. Throws InvalidParameterException for what CloudWatch Logs does not support, such as parentheses,
 * and where a text would take more than some 30 ms.
 *
 * @example regularExpression("chunk [0-9]+")("chunk 12") // true
 */
export function regularExpression(source: string): (text: string) => boolean {
  const [unsupported] = /[()]|[^\x20-\x7E]/.exec(source) ?? [];
  if (unsupported !== undefined || !allowed.test(source)) throw invalidCharacters(unsupported ?? source);
  const alternatives = split(source).map((part) => new Automaton(parse(part)));
  return (text) => {
    const budget = { left: mostWork };
    return alternatives.some((alternative) => alternative.finds(text, budget));
  };
}

/** At each `|` outside of brackets. */
function split(source: string): string[] {
  const parts = source.match(/\\.|\[(?:\\.|[^\]\\])+\]|\||[^|[\\]|\[/g) ?? [];
  const alternatives = [""];
  for (const part of parts) {
    if (part === "|") alternatives.push("");
    else alternatives.push((alternatives.pop() ?? "") + part);
  }
  return alternatives;
}

function parse(source: string): Alternative {
  const fromStart = source.startsWith("^");
  const toEnd = /(^|[^\\])(\\\\)*\$$/.test(source);
  const inner = source.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined);
  const steps: Step[] = [];
  for (let at = 0; at < inner.length; ) {
    atom.lastIndex = at;
    const one = atom.exec(inner);
    if (one === null) throw invalidCharacters(inner.charAt(at));
    at = atom.lastIndex;
    quantifier.lastIndex = at;
    const times = quantifier.exec(inner);
    if (times !== null) at = quantifier.lastIndex;
    steps.push(...repeated(accepting(one), times));
    if (steps.length > mostSteps) throw invalidCharacters(source);
  }
  return { steps, fromStart, toEnd };
}

function repeated(accepts: Step["accepts"], times: RegExpExecArray | null): Step[] {
  const [sign, least, range, most] = times ?? [""];
  const step = (optional: boolean, repeats = false) => ({ accepts, optional, repeats });
  if (sign === "?") return [step(true)];
  if (sign === "*") return [step(true, true)];
  if (sign === "+") return [step(false), step(true, true)];
  if (least === undefined) return [step(false)];
  const first = Array.from({ length: Number(least) }, () => step(false));
  if (range === undefined) return first;
  if (most === "") return [...first, step(true, true)];
  return [...first, ...Array.from({ length: Math.max(0, Number(most) - Number(least)) }, () => step(true))];
}

const classes: Readonly<Record<string, RegExp>> = { d: /\d/, D: /\D/, w: /\w/, W: /\W/, s: /\s/, S: /\S/ };

function accepting([, negated, inside, hex, escaped, plain]: RegExpExecArray): Step["accepts"] {
  if (inside !== undefined) {
    const members = [...inside.matchAll(/(\\.|[^\\])-(\\.|[^\\])|\\x([0-9A-Fa-f]{2})|\\(.)|(.)/gs)].map(
      ([, from, to, code, one, letter]) => {
        if (from !== undefined && to !== undefined) {
          const [first, last] = [from.slice(-1), to.slice(-1)];
          return (character: string) => character >= first && character <= last;
        }
        return single(code, one, letter);
      },
    );
    return (character) => members.some((accepts) => accepts(character)) !== (negated === "^");
  }
  if (plain === ".") return () => true;
  return single(hex, escaped, plain);
}

function single(hex?: string, escaped = "", plain?: string): Step["accepts"] {
  if (hex !== undefined) return (character) => character === String.fromCharCode(Number.parseInt(hex, 16));
  const known = plain === undefined ? classes[escaped] : undefined;
  if (known !== undefined) return (character) => known.test(character);
  return (character) => character === (plain ?? escaped);
}

/** Places in an expression that a text may have reached, and where each character leads from there. */
interface State {
  readonly places: ReadonlySet<number>;
  readonly next: Map<string, State>;
}

/** Characters of one text that are read, and places that are computed. */
const mostWork = 1_000_000;

/** States that an expression remembers. */
const mostStates = 2000;

class Automaton {
  readonly #of: Alternative;
  readonly #states = new Map<string, State>();
  readonly #start: State;

  constructor(of: Alternative) {
    this.#of = of;
    this.#start = this.#state(reached(of.steps, [0]));
  }

  finds(text: string, budget: { left: number }): boolean {
    const { steps, fromStart, toEnd } = this.#of;
    let state = this.#start;
    for (let at = 0; ; at++) {
      if (state.places.has(steps.length) && (!toEnd || at === text.length)) return true;
      if (at === text.length || (fromStart && state.places.size === 0)) return false;
      const character = text.charAt(at);
      const known = state.next.get(character);
      budget.left -= known === undefined ? 1 + 10 * state.places.size : 1;
      if (budget.left < 0)
        throw refusedPattern("The embedded AWS cannot match the regular expression: it takes too long.");
      state = known ?? this.#after(state, character);
    }
  }

  #after(state: State, character: string): State {
    const { steps, fromStart } = this.#of;
    const next: number[] = [];
    for (const place of state.places) {
      const step = steps[place];
      if (step?.accepts(character)) next.push(...(step.repeats ? [place, place + 1] : [place + 1]));
    }
    const after = this.#state(reached(steps, fromStart ? next : [0, ...next]));
    state.next.set(character, after);
    return after;
  }

  #state(places: ReadonlySet<number>): State {
    const key = [...places].sort((a, b) => a - b).join();
    const state = this.#states.get(key) ?? { places, next: new Map() };
    if (this.#states.size >= mostStates) {
      for (const { next } of this.#states.values()) next.clear();
      this.#states.clear();
    }
    this.#states.set(key, state);
    return state;
  }
}

/** The places, and those behind optional steps. */
function reached(steps: readonly Step[], places: readonly number[]): Set<number> {
  const all = new Set<number>();
  for (const place of places)
    for (let at = place; !all.has(at); at++) {
      all.add(at);
      if (steps[at]?.optional !== true) break;
    }
  return all;
}
