import type { PropertyValue, Registration } from "@batchline/pulumi-engine";

/** Shorter ones would hide what else a message says; Pulumi's own output lets them pass, too. */
const shortest = 3;

/** A message about a resource with `[secret]` in place of what the program keeps secret of it. */
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
      // A document that is secret for a value in it: a message may have any of its values.
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
