import { Account } from "./account.ts";
import { answerFor } from "./answers.ts";
import { compare } from "./compare.ts";
import type { Difference } from "./difference.ts";
import { reasonFor } from "./exceptions.ts";
import { Missing } from "./missing.ts";
import { Bindings } from "./placeholders.ts";
import type { Recording } from "./recording.ts";
import { replay } from "./replay.ts";
import { s3Differences } from "./s3/replay-s3.ts";
import { translated } from "./translation/definition.ts";

/** What came of a recording. */
export interface Result {
  /** `excepted`: it differs for a reason in the list. `left out`: it needs what the embedded AWS does not have. */
  readonly status: "agrees" | "differs" | "excepted" | "left out";
  /** The differences; or one line with the reason. */
  readonly lines: readonly string[];
}

/** Replays a recording, and compares the answers with AWS's. */
export async function resultOf(recording: Recording): Promise<Result> {
  if (!recording.usable) return { status: "left out", lines: ["a piece of the recording is missing"] };
  try {
    const differences = recording.id.startsWith("s3")
      ? await s3Differences(recording)
      : await differencesOf(recording);
    const left = differences.filter((each) => reasonFor(recording, each) === undefined);
    if (left.length > 0) return { status: "differs", lines: left.map(lineOf) };
    const [first] = differences;
    if (first === undefined) return { status: "agrees", lines: [] };
    return { status: "excepted", lines: [reasonFor(recording, first) ?? ""] };
  } catch (cause) {
    if (cause instanceof Missing) return { status: "left out", lines: [cause.message] };
    const reason = reasonFor(recording, undefined);
    if (reason !== undefined) return { status: "excepted", lines: [reason] };
    return { status: "differs", lines: [cause instanceof Error ? (cause.stack ?? "") : String(cause)] };
  }
}

/** What only a definition in JSONPath has. */
const ofJsonPath =
  /\.definition\.|inspectionData\.after(InputPath|Parameters|ResultPath|ResultSelector|ItemsPath|Arguments)$/;

/** Replays a recording on an account of its own. Definitions in JSONPath are translated first. */
async function differencesOf(given: Recording): Promise<Difference[]> {
  const recording = translated(given);
  const account = await Account.start(recording.resources?.lambda ?? []);
  try {
    const replayed = await replay(recording, account);
    const bindings = new Bindings(recording, replayed.given);
    const differences = Object.entries(recording.expected).flatMap(([key, expected]) =>
      compare(expected, answerFor(key, recording, replayed), bindings, key),
    );
    return recording === given ? differences : differences.filter(({ path }) => !ofJsonPath.test(path));
  } finally {
    await account.stop();
  }
}

function lineOf({ path, expected, actual }: Difference): string {
  const text = (value: unknown) => JSON.stringify(value)?.slice(0, 600) ?? "nothing";
  return `${path}\n    AWS  ${text(expected)}\n    here ${text(actual)}`;
}
