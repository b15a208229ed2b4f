/** What GitHub takes for a comment: 65,536 characters. */
const commentLimit = 65_536;
/** The first line of our comment, which GitHub does not show: by it the comment is found again. */
export const marker = "<!-- batchline -->";

export interface CommentArgs {
  /** Markdown that the pull request's own code wrote; absent where it did not get that far. */
  readonly report: string | undefined;
  /** The report's author can write to the repository. Otherwise it is shown as plain text. */
  readonly trusted: boolean;
  /** How the workflow run ended, in GitHub's words: success, failure, … */
  readonly conclusion: string;
  /** The commit that was checked, 40 hex digits. */
  readonly commit: string;
  /** The page of the workflow run. */
  readonly runUrl: string;
}

/** The comment: at most 65,536 characters, starting with `marker`. */
export function commentBody({ report, trusted, conclusion, commit, runUrl }: CommentArgs): string {
  const verdict =
    conclusion === "success" ? "✅ All checks passed" : `❌ The checks ended with: ${conclusion}`;
  const head = `${marker}\n${verdict} at ${commit.slice(0, 7)} · [details](${runUrl})\n`;
  const text = printable(report ?? "").trim();
  if (text === "") return `${head}\nThere is no report: the run has the reason.\n`;
  const origin = trusted ? "" : `\n${foreignNotice}\n`;
  const whole = present(text, trusted);
  if (head.length + origin.length + whole.length + 1 <= commentLimit) return `${head}${origin}\n${whole}`;
  const start = `${head}${origin}\n${cutNotice}\n\n`;
  return `${start}${present(beginning(text, commentLimit - start.length, trusted), trusted)}`;
}

const foreignNotice =
  "This report was written by code of the pull request, which comes from a fork: it can say anything, and is shown as plain text.";
const cutNotice =
  "What follows is the beginning of the report: it is too long for a comment. The summary of the run has all of it.";

/** Nothing within a fence is markup, a link, an image or a mention; and nothing in it can close it. */
function present(text: string, trusted: boolean): string {
  if (trusted) return `${text}\n`;
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}\n`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
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

/** One less where `end` would take a character in two. */
function wholeCharacters(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

/** Without control characters, and without those that turn the direction of writing and so hide what is there. */
function printable(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
}
