/** GitHub's limit of a comment, in characters. */
const commentLimit = 65_536;
/** The first line of our comment. GitHub does not show it; the next run finds the comment by it. */
export const marker = "<!-- batchline -->";

export interface CommentArgs {
  /** Markdown that the pull request's own code wrote; undefined if it failed before. */
  readonly report: string | undefined;
  /** The report's author can write to the repository. Otherwise it is shown as plain text. */
  readonly trusted: boolean;
  /** The workflow run's conclusion, as GitHub names it: success, failure, … */
  readonly conclusion: string;
  /** The checked commit, 40 hex digits. */
  readonly commit: string;
  /** The page of the workflow run. */
  readonly runUrl: string;
}

/** The comment: at most 65,536 characters, starting with `marker`. */
export function commentBody({ report = "", trusted, conclusion, commit, runUrl }: CommentArgs): string {
  const verdict =
    conclusion === "success" ? "✅ All checks passed" : `❌ The checks ended with: ${conclusion}`;
  const head = `${marker}\n${verdict} at ${commit.slice(0, 7)} · [details](${runUrl})\n`;
  const text = printable(report).trim();
  if (text === "") return `${head}\nNo report: see the run for the reason.\n`;
  const origin = trusted ? "" : `\n${foreignNotice}\n`;
  const whole = present(text, trusted);
  if (head.length + origin.length + whole.length + 1 <= commentLimit) return `${head}${origin}\n${whole}`;
  const start = `${head}${origin}\n${cutNotice}\n\n`;
  return `${start}${present(beginning(text, commentLimit - start.length, trusted), trusted)}`;
}

const foreignNotice =
  "Code from a fork wrote this report. It can contain anything, so it is shown as plain text.";
const cutNotice =
  "The report is too long for a comment. This is its beginning; the run's summary has the whole report.";

/** Text in a fence has no markup, link, image or mention, and cannot close the fence. */
function present(text: string, trusted: boolean): string {
  if (trusted) return `${text}\n`;
  const runs = text.match(/`+/g) ?? [];
  const fence = runs.reduce((longer, run) => (run.length < longer.length ? longer : `${run}\``), "```");
  return `${fence}text\n${text}\n${fence}\n`;
}

/** As many whole lines as fit into `room` characters once presented. */
function beginning(text: string, room: number, trusted: boolean): string {
  let end = text.length;
  for (;;) {
    const part = text.slice(0, end);
    const excess = present(part, trusted).length - room;
    if (excess <= 0) return part;
    const most = end - excess;
    if (most <= 0) return "";
    const line = text.lastIndexOf("\n", most);
    end = line > 0 ? line : wholeCharacters(text, most);
  }
}

/** `end`, or one less if `end` would split a character. */
function wholeCharacters(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

/** Without control characters, and without characters that change the writing direction and so hide text. */
function printable(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
}
