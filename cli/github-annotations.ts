/** The place of an annotation. Lines and columns count from 1. */
interface AnnotationPlace {
  /** Path from the repository's root, with slashes. @default the whole workflow run */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Shown in bold above the message, for example a stable code. @default the level */
  readonly title?: string;
}

/** A workflow command of GitHub Actions that shows `message` beside a line of a pull request. Print it to stdout, on a
 * line of its own. GitHub shows at most 10 errors and 10 warnings of a step. An error does not fail the step: the exit
 * code does.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message */
export function annotation(
  level: "error" | "warning",
  { file, line, column: col, title }: AnnotationPlace,
  message: string,
): string {
  const properties = Object.entries({ file, line, col, title }).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  return `::${[level, properties.join(",")].filter(Boolean).join(" ")}::${escapeData(message)}`;
}

// The runner decodes exactly these: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
