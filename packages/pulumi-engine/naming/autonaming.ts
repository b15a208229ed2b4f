import { hash } from "node:crypto";
import { CodedError } from "@batchline/diagnostics";
import { z } from "zod";
import type { Autoname } from "../registrations/provider.ts";
import type { Registration } from "../registrations/registration.ts";

/** An invalid value of `pulumi:autonaming` (BL-E018). */
export class AutonamingError extends CodedError<"BL-E018"> {}

/** The name for a resource, and whether a replacement must delete the old resource first, as both would have the same name. */
export interface ProposedName {
  readonly autoname: Autoname;
  readonly deleteBeforeReplace: boolean;
}

/** Undefined: the provider makes a name in its own way. `seed` is the only source of random parts. */
export type Autonaming = (
  resource: Pick<Registration, "name" | "type">,
  seed: Uint8Array,
) => ProposedName | undefined;

const strategy = z
  .object({
    mode: z.enum(["default", "verbatim", "disabled"]).optional(),
    pattern: z.string().optional(),
    enforce: z.boolean().optional(),
  })
  .strict();
const configuration = strategy
  .extend({
    providers: z
      .record(z.string(), strategy.extend({ resources: z.record(z.string(), strategy).optional() }))
      .optional(),
  })
  .strict();

type Strategy = z.infer<typeof strategy>;

/**
 * Reads the configuration value `pulumi:autonaming`, which is JSON text.
 * https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration
 * @throws {AutonamingError} for an invalid value
 */
export function readAutonaming(
  text: string | undefined,
  of: { readonly project: string; readonly stack: string },
): Autonaming {
  if (text === undefined) return () => undefined;
  const config = parse(text);
  return ({ name, type }, seed) => {
    const provider = config.providers?.[type.split(":")[0] ?? ""];
    const { mode, pattern, enforce }: Strategy = provider?.resources?.[type] ?? provider ?? config;
    if (mode === "disabled") return { autoname: { mode: "disabled" }, deleteBeforeReplace: true };
    if (mode === "verbatim") return { autoname: { mode: "enforce", name }, deleteBeforeReplace: true };
    if (pattern === undefined) return undefined;
    const filled = fillPattern(pattern, { ...of, organization: "organization", name }, digitsOf(seed));
    return {
      autoname: { mode: enforce === true ? "enforce" : "propose", name: filled.text },
      deleteBeforeReplace: !filled.isRandom,
    };
  };
}

/** A provider makes random names of the same digits: 64 hexadecimal ones. */
function digitsOf(seed: Uint8Array): string {
  const digits = Buffer.from(seed).toString("hex");
  return digits.length >= 64 ? digits : hash("sha256", seed);
}

function parse(text: string): z.infer<typeof configuration> {
  try {
    return configuration.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? cause.issues[0]?.message : "it is not JSON";
    throw new AutonamingError("BL-E018", `config pulumi:autonaming: ${reason}`, { cause });
  }
}

const placeholder = /\$\{(\w+)(?:\((\d+)\))?\}/g;

function fillPattern(
  pattern: string,
  of: Readonly<Record<"organization" | "project" | "stack" | "name", string>>,
  allDigits: string,
): { readonly text: string; readonly isRandom: boolean } {
  let isRandom = false;
  const text = pattern.replace(placeholder, (whole, word: string, count: string | undefined) => {
    if (word === "name" || word === "project" || word === "stack" || word === "organization") return of[word];
    isRandom = true;
    const digits = allDigits.slice(0, Number(count ?? 7));
    switch (word) {
      case "hex":
      case "alphanum":
        return digits;
      case "string":
        return digits.replace(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)));
      case "num":
        return digits.replace(/[a-f]/g, (letter) => String(letter.charCodeAt(0) % 10));
      case "uuid":
        return allDigits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
      default:
        throw new AutonamingError(
          "BL-E018",
          `config pulumi:autonaming: unknown ${whole} in the pattern ${pattern}`,
        );
    }
  });
  return { text, isRandom };
}

/** Another one for each replacement, so that both resources have different names. */
export function seedOf(urn: string, existingIds: readonly string[]): Uint8Array {
  return hash("sha256", [urn, ...existingIds].join("\n"), "buffer");
}
