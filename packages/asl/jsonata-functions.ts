/** The functions of JSONata 2.0.6, without `$eval`, which Step Functions does not have. https://docs.jsonata.org */
const jsonataFunctions =
  "string length substring substringBefore substringAfter uppercase lowercase trim pad contains split join match replace base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl number abs floor ceil round power sqrt formatNumber formatBase formatInteger parseInteger sum max min average boolean not exists count append sort reverse shuffle distinct zip keys lookup spread merge sift each error assert type fromMillis toMillis map filter single reduce clone".split(
    " ",
  );

/** The functions that Step Functions adds or replaces. https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
const ownFunctions = ["partition", "range", "hash", "random", "uuid", "parse", "now", "millis"] as const;
export type StepFunctionsFunction = (typeof ownFunctions)[number];

const functions: ReadonlySet<string> = new Set([...jsonataFunctions, ...ownFunctions]);

/**
 * Whether Step Functions has a JSONata function of this name, given without its `$`.
 * @example isJsonataFunction("partition") // true
 */
export const isJsonataFunction = (name: string): boolean => functions.has(name);
