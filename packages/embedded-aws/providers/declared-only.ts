import { regionalArn } from "./arn.ts";
import { nameOf, textOf } from "./inputs.ts";
import { type Naming, nameInput } from "./naming.ts";
import { uuid } from "./physical-id.ts";
import type { ResourceType } from "./resource-type.ts";

/** Its resources have an id, ARN and name, and nothing behind them. A program may also read one that it did not create. */
export function declaredOnly(
  create: ResourceType<unknown>["create"],
  more: Pick<ResourceType<unknown>, "naming" | "inputs"> = {},
): ResourceType<unknown> {
  return {
    ...more,
    create,
    read: create,
    update: (resource, existing, context) => create({ ...resource, readId: existing.id }, context),
    delete: () => {},
  };
}

export function declaredByName(service: string, arnPrefix: string, naming: Naming): ResourceType<unknown> {
  const input = nameInput(naming);
  return declaredOnly(
    (resource, { region }) => {
      const name = resource.readId ?? nameOf(resource, input);
      return { id: name, outputs: { [input]: name, arn: regionalArn(service, region, arnPrefix + name) } };
    },
    { naming },
  );
}

/** A setting of another resource, whose id it shares. `input` names that resource. */
export function settingOf(input: string): ResourceType<unknown> {
  return declaredOnly((resource, { digits }) => ({
    id: textOf(resource.inputs[input]) ?? resource.readId ?? uuid(digits),
    outputs: {},
  }));
}
