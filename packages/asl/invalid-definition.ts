/** Thrown when a state machine's definition cannot be run. Lists everything that is wrong with it. */
export class InvalidDefinition extends Error {
  /** One sentence each, beginning with the JSON path: `/States/Plan/Next: there is no state "Chunks"`. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `Invalid State Machine Definition: ${problems.length === 1 ? problems[0] : problems.map((line) => `\n  ${line}`).join("")}`,
    );
    this.name = "InvalidDefinition";
    this.problems = problems;
  }
}
