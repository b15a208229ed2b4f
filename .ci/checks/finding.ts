/** What a check found, and where. */
export interface Finding {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** Prints the findings, a line each, and sets the exit code: 1 when there is one. */
export function report(findings: readonly Finding[]): void {
  for (const { file, line, message } of findings) console.error(`${file}:${line}: ${message}`);
  if (findings.length > 0) {
    console.error(`${findings.length} findings`);
    process.exitCode = 1;
  }
}
