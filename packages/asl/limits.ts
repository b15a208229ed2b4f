/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const limits = {
  definitionBytes: 1_048_576,
  /** Of arrays and objects in one another. AWS's bound is not published. */
  nesting: 500,
  stateNameLength: 80,
  variableNameLength: 80,
  /** The input or output of a task, state or execution. */
  payloadBytes: 262_144,
  /** Iterations of an inline Map that run at once. */
  inlineConcurrency: 40,
  /** Executions of a distributed Map that run at once. */
  distributedConcurrency: 10_000,
  /** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
  itemsRead: 100_000_000,
} as const;

/** What a distributed Map's Label may be. */
export const labelPattern = /^[^\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]{1,40}$/u;
