import type { PropertyValue, Registration } from "@batchline/pulumi-engine";

/** Shorter secrets would also hide other parts of a message. Pulumi's output shows them, too. */
const shortest = 3;

/** Replaces a resource's secret inputs in a message by `[secret]`. */
export function hideSecrets(message: string, resource: Registration | undefined): string {
  if (resource === undefined) return message;
  return secretTexts(resource)
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, "[secret]"), message);
}

function secretTexts({ inputs, secretInputs }: Registration): string[] {
  const found = new Set<string>();
  const look = (value: unknown, path: string, within: boolean) => {
    const secret = within || secretInputs.includes(path);
    if (typeof value === "string" && secret) {
      if (value.length >= shortest) found.add(value);
      // A JSON document is secret because of a value in it: a message may quote any value.
      look(parsed(value), path, true);
    } else if (Array.isArray(value))
      for (const [index, item] of value.entries()) look(item, `${path}[${index}]`, secret);
    else if (typeof value === "object" && value !== null)
      for (const [key, item] of Object.entries(value))
        look(item, path === "" ? key : `${path}.${key}`, secret);
  };
  look(inputs, "", false);
  return [...found];
}

function parsed(text: string): PropertyValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
