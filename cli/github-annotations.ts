/** GitHub's level of an annotation. An error does not fail the step: the exit code does. */
export type AnnotationLevel = "error" | "warning" | "notice";

/** The place of an annotation. Lines and columns count from 1. */
export interface AnnotationPlace {
  /** Path from the repository's root, with slashes. Without one the annotation is about the whole workflow run. */
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  /** GitHub uses columns only for annotations of one line. */
  readonly column?: number;
  readonly endColumn?: number;
  /** Shown in bold above the message, for example a stable code. @default the level */
  readonly title?: string;
}

/** GitHub's names of the fields, in the order of writing. */
const properties = {
  file: "file",
  line: "line",
  endLine: "endLine",
  column: "col",
  endColumn: "endColumn",
  title: "title",
} as const;

/**
 * A workflow command of GitHub Actions that shows `message` beside a line of a pull request. Print it to stdout, on a line of its
 * own. GitHub shows at most 10 errors, 10 warnings and 10 notices of a step.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 *
 * @param message May have several lines.
 */
export function annotation(level: AnnotationLevel, place: AnnotationPlace, message: string): string {
  const written = Object.entries(properties).flatMap(([field, name]) => {
    const value = place[field as keyof AnnotationPlace];
    return value === undefined || value === "" ? [] : [`${name}=${escapeProperty(String(value))}`];
  });
  const head = written.length === 0 ? level : `${level} ${written.join(",")}`;
  return `::${head}::${escapeData(message)}`;
}

// The runner decodes exactly these: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
