import type {
  CheckContext,
  CheckedInputs,
  PropertyMap,
  PropertyValue,
  Registration,
} from "@batchline/pulumi-engine";
import type { AwsError } from "../host/gateway/aws-error.ts";
import { textOf } from "./inputs.ts";

/** How a type's missing name is generated. The AWS provider has the same as data: https://github.com/pulumi/pulumi-aws/blob/master/provider/resources.go */
export interface Naming {
  readonly maxLength: number;
  /** What the whole name must match. @default any characters */
  readonly pattern?: RegExp;
  /** @default "name" */
  readonly input?: string;
  /** The input that the name starts with. @default "namePrefix" */
  readonly prefixInput?: string;
  /** AWS does not accept capitals: the logical name becomes lower case. @default false */
  readonly lowerCase?: boolean;
  /** If this input is true, the name ends with `.fifo`. @default no name does */
  readonly fifoInput?: string;
  /** AWS's error for a second resource of the name. @default the second one is the first, or replaces it */
  taken?(name: string, inputs: PropertyMap): AwsError;
  /** Where the name is unique, for example a VPC. @default in the account and region */
  uniqueWithin?(properties: PropertyMap): PropertyValue | undefined;
}

/** The input with the name. */
export function nameInput({ input = "name" }: Naming): string {
  return input;
}

/** The input that lists which others have generated values. It is not an output. */
export const defaultsKey = "__defaults";

/**
 * The inputs with a name. A generated name stays at the next check; a resource whose last inputs have no name keeps the one that
 * it has. A new name has digits of the seed.
 */
export function checkName(resource: Registration, naming: Naming, context: CheckContext): CheckedInputs {
  const { inputs } = resource;
  const input = nameInput(naming);
  const { maxLength, pattern } = naming;
  const { old } = context;
  const failed = (reason: string) => ({ inputs, failures: [{ property: input, reason }] });
  const given = inputs[input];
  if (given === undefined && old !== undefined && old[input] === undefined)
    return { inputs: { ...inputs, [defaultsKey]: [] } };
  const kept = old && isGenerated(old, input) ? old[input] : undefined;
  const value = given ?? kept ?? generatedName(resource, naming, context);
  if (value === undefined) return failed("automatic naming is disabled but no explicit name was provided");
  const name = textOf(value);
  if (name !== undefined && name.length > maxLength)
    return failed(`the name ${name} has ${name.length} characters; AWS allows ${maxLength}`);
  if (name !== undefined && pattern?.test(name) === false)
    return failed(`the name ${name} does not match ${pattern.source}, as AWS requires`);
  if (name !== undefined && isFifo(inputs, naming) && !name.endsWith(".fifo"))
    return failed(`the name ${name} must end with .fifo`);
  return { inputs: { ...inputs, [input]: value, [defaultsKey]: given === undefined ? [input] : [] } };
}

/** Old states have no list of generated values; a name in them is as good as generated. */
function isGenerated(old: PropertyMap, input: string): boolean {
  const { [defaultsKey]: generated } = old;
  return !Array.isArray(generated) || generated.includes(input);
}

/** Undefined if the program must name the resource. */
function generatedName(
  { name: logicalName, inputs }: Registration,
  naming: Naming,
  { autoname, seed }: CheckContext,
): string | undefined {
  const prefix = textOf(inputs[naming.prefixInput ?? "namePrefix"]);
  const digits = Buffer.from(seed).toString("hex").slice(0, 7);
  const suffix = isFifo(inputs, naming) ? ".fifo" : "";
  if (prefix !== undefined) return prefix + digits + suffix;
  if (autoname?.mode === "disabled") return undefined;
  if (autoname?.mode === "enforce") return autoname.name;
  const name = autoname?.name ?? `${logicalName}-${digits}`;
  return (naming.lowerCase ? name.toLowerCase() : name) + suffix;
}

function isFifo(inputs: PropertyMap, { fifoInput }: Naming): boolean {
  return fifoInput !== undefined && inputs[fifoInput] === true;
}
