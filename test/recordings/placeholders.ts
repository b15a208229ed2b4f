import type { Json, JsonObject } from "@batchline/asl";
import { realText } from "./parameters.ts";
import { type Normalise, type Recording, standIns } from "./recording.ts";

/** Words that stand for any value in every recording. */
const anyValue = ["timestamp", "datetime", "date", "host-id", "x-amz-id-2", "x-amz-request-id"];
const isoTime = String.raw`\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)`;

/** `{set: "s3"}` of a recording. */
const sets: Readonly<Record<string, readonly Normalise[]>> = {
  s3: [
    { key: "Name", as: "bucket-name" },
    { key: "BucketName", as: "bucket-name" },
    { key: "VersionId", as: "version-id" },
    { path: "$..Owner.DisplayName", as: "<display-name>" },
    { path: "$..Owner.ID", as: "<owner-id>" },
    { path: "$..Initiator.DisplayName", as: "display-name" },
    { path: "$..Initiator.ID", as: "owner-id" },
  ],
};

/** What the placeholders of a recording stand for in our answers. */
export class Bindings {
  readonly #values = new Map<string, string>();
  readonly #words: ReadonlySet<string>;
  readonly #token: RegExp;

  constructor({ placeholders = {}, normalise = [] }: Recording, given: ReadonlyMap<string, string>) {
    const shown = (text: string) => text.replaceAll(standIns.account, "111111111111");
    this.#values.set("<region>", standIns.region).set("<partition>", "aws");
    for (const [name, literal] of Object.entries(placeholders))
      this.#values.set(name, shown(realText(literal, given)));
    const all = normalise.flatMap((each) => sets[each.set ?? ""] ?? [each]);
    // Several roles may have one name.
    const roles = ["snf_role_arn", "sfn_role_arn"].flatMap((role) => [role, `${role}_t0`, `${role}_t1`]);
    this.#words = new Set([...anyValue, ...roles, ...all.flatMap(({ as }) => as ?? [])]);
    const names = [...this.#values.keys(), ...this.#words].sort((a, b) => b.length - a.length).map(literally);
    this.#token = new RegExp(
      `(${[...names, String.raw`<<[\w.-]+>:\d+>|<[A-Za-z][\w.-]*(?::\d+)?>`].join("|")})`,
    );
  }

  /** Whether our value can be what the text with placeholders stands for. Then they are bound. */
  fits(expected: string, actual: Json | undefined): boolean {
    if (expected === actual) return true;
    if (actual === undefined || actual === null) return false;
    if (this.#words.has(expected)) return true;
    if (typeof actual !== "string") return false;
    const text = expected.replaceAll("222222222222", "111111111111");
    if (text === actual) return true;
    const seen: string[] = [];
    const pattern = text
      .split(this.#token)
      .map((part, index) => (index % 2 === 0 ? literally(part) : this.#patternOf(part, seen)))
      .join("");
    const found = new RegExp(`^${pattern}$`, "s").exec(actual);
    if (found === null) return false;
    for (const [index, name] of seen.entries()) this.#values.set(name, found[index + 1] ?? "");
    return true;
  }

  /** The name of our field for a field whose name may have a placeholder; undefined for ours that was bound to one. */
  realName(name: string, actual: JsonObject): string | undefined {
    return Object.hasOwn(actual, name)
      ? name
      : (Object.keys(actual).find((own) => this.fits(name, own)) ?? name);
  }

  snapshot(): ReadonlyMap<string, string> {
    return new Map(this.#values);
  }

  restore(values: ReadonlyMap<string, string>): void {
    this.#values.clear();
    for (const [name, value] of values) this.#values.set(name, value);
  }

  /** `seen` receives the name of each new group. */
  #patternOf(name: string, seen: string[]): string {
    const bound = this.#values.get(name);
    // Sometimes two machines or executions have the same placeholder.
    if (name.endsWith("idx>")) return String.raw`[\w.-]+`;
    if (bound !== undefined) return `(?:${literally(bound)}|${literally(name)})`;
    if (name === "date") return `(?:${isoTime}|date)`;
    if (anyValue.includes(name)) return `(?:${isoTime}|${name})`;
    if (this.#words.has(name) || !/(:\d+|idx)>$/.test(name)) return `(?:.+?|${literally(name)})`;
    const before = seen.indexOf(name);
    if (before >= 0) return `\\${before + 1}`;
    seen.push(name);
    return "(.+?)";
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
