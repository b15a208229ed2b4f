import type { Registration } from "@batchline/pulumi-engine";
import { regionalArn } from "./arn.ts";
import { textOf } from "./inputs.ts";
import { type NameRules, type PhysicalNames, uuidOf } from "./physical-name.ts";
import type { ResourceType } from "./resource-type.ts";

/** Its resources have an id, ARN and name, and nothing behind them. A program may also read one that it did not create. */
export function declaredOnly(create: ResourceType<unknown>["create"]): ResourceType<unknown> {
  return { create, read: create };
}

export function declaredByName(
  service: string,
  arnPrefix: string,
  maxLength: number,
  nameInput = "name",
): ResourceType<unknown> {
  return declaredOnly((resource, { names, region }) => {
    const name = declaredName(resource, names, { maxLength }, nameInput);
    return { id: name, outputs: { [nameInput]: name, arn: regionalArn(service, region, arnPrefix + name) } };
  });
}

/** A setting of another resource, whose id it shares. `input` names that resource. */
export function settingOf(input: string): ResourceType<unknown> {
  return declaredOnly((resource) => ({
    id: textOf(resource.inputs[input]) ?? uuidOf(resource),
    outputs: {},
  }));
}

export function declaredName(
  resource: Registration,
  names: PhysicalNames,
  rules: NameRules,
  input = "name",
): string {
  const { [input]: name, namePrefix } = resource.inputs;
  return names.of(resource, { name: textOf(name), namePrefix: textOf(namePrefix) }, rules);
}
