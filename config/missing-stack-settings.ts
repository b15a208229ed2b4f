/** What a stage needs of the stack, and the stack's configuration does not give. */
export interface UnmetNeed {
  readonly workflow: string;
  readonly stage: string;
  /** Of the stage. @example "consumes" */
  readonly field: string;
  /** What the field says, after which follows what is missing. @example 'needs 2 of "licences"' */
  readonly needs: string;
  /** The map of the configuration that should have it, its key there, and what that should be. */
  readonly config: "consumableResources" | "secrets";
  readonly key: string;
  readonly value: string;
  /** What the map has instead. @example "has only 1" */
  readonly lacks: string;
}

/** Thrown when stages need what the stack does not have: a paragraph for each need, with the command that mends it. */
export class UnmetNeedsError extends Error {
  override readonly name = "UnmetNeedsError";

  constructor(stack: string, unmet: readonly UnmetNeed[]) {
    const paragraphs = unmet.map(
      ({ workflow, stage, field, needs, config, key, value, lacks }) =>
        `workflow ${JSON.stringify(workflow)}: stages.${stage}.${field}: ${needs}, and batchline:${config} of stack ${stack} ${lacks}\n` +
        `  pulumi config set --stack ${stack} --path 'batchline:${config}.${key}' ${value}`,
    );
    super(paragraphs.join("\n"));
  }
}
