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

/** The stack whose resources are named. */
interface NamedStack {
  readonly project: string;
  readonly stack: string;
  /** @default "organization", as in a state of one's own */
  readonly organization?: string;
  /** The value of a key in the project's namespace of the configuration. @default none has a value */
  readonly configValue?: (key: string) => string | undefined;
}

/**
 * Reads the configuration value `pulumi:autonaming`, which is JSON text.
 * https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration
 * @throws {AutonamingError} for an invalid value
 */
export function readAutonaming(text: string | undefined, of: NamedStack): Autonaming {
  if (text === undefined) return () => undefined;
  const config = parse(text);
  return ({ name, type }, seed) => {
    const { resources, ...provider } = config.providers?.[type.split(":")[0] ?? ""] ?? {};
    const ofProvider = provider.mode === undefined && provider.pattern === undefined ? config : provider;
    const { mode, pattern, enforce }: Strategy = resources?.[type] ?? ofProvider;
    if (mode === "disabled") return { autoname: { mode: "disabled" }, deleteBeforeReplace: true };
    if (mode === "verbatim") return { autoname: { mode: "enforce", name }, deleteBeforeReplace: true };
    if (pattern === undefined) return undefined;
    const parts = { organization: "organization", configValue: () => undefined, ...of, name };
    const filled = fillPattern(pattern, parts, digitsOf(seed));
    return {
      autoname: { mode: enforce === true ? "enforce" : "propose", name: filled.text },
      deleteBeforeReplace: !filled.isRandom,
    };
  };
}

/**
 * A name as long as the one that a resource of AWS gets, for checks before it is registered. The digits are zeros. Undefined if the
 * program must name the resource. @throws {AutonamingError}
 * @example expectedName(undefined, { project: "shop", stack: "dev" }, { type: "aws:iam/role:Role", name: "report" }) // "report-0000000"
 */
export function expectedName(
  text: string | undefined,
  of: NamedStack,
  resource: Pick<Registration, "name" | "type">,
): string | undefined {
  const proposed = readAutonaming(text, of)(resource, new Uint8Array(32));
  return proposed === undefined ? `${resource.name}-0000000` : proposed.autoname.name;
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

const placeholder = /\$\{(\w+)(?:\((\d+)\)|\.([^}]+))?\}/g;

function fillPattern(
  pattern: string,
  of: Required<NamedStack> & { readonly name: string },
  allDigits: string,
): { readonly text: string; readonly isRandom: boolean } {
  let isRandom = false;
  const refused = (problem: string) =>
    new AutonamingError("BL-E018", `config pulumi:autonaming: ${problem} in the pattern ${pattern}`);
  const text = pattern.replace(placeholder, (whole, word: string, count?: string, key?: string) => {
    if (word === "config" && key !== undefined) {
      const value = of.configValue(key);
      if (value === undefined) throw refused(`no value for ${whole}`);
      return value;
    }
    if (key !== undefined) throw refused(`unknown ${whole}`);
    if (word === "name" || word === "project" || word === "stack" || word === "organization") return of[word];
    isRandom = true;
    const digits = allDigits.slice(0, Number(count));
    switch (count === undefined ? word : `${word}(n)`) {
      case "hex(n)":
      case "alphanum(n)":
        return digits;
      case "string(n)":
        return digits.replace(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)));
      case "num(n)":
        return digits.replace(/[a-f]/g, (letter) => String(letter.charCodeAt(0) % 10));
      case "uuid":
        return allDigits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
      default:
        throw refused(`unknown ${whole}`);
    }
  });
  return { text, isRandom };
}

/** Another one for each replacement, so that both resources have different names. */
export function seedOf(urn: string, existingIds: readonly string[]): Uint8Array {
  return hash("sha256", [urn, ...existingIds].join("\n"), "buffer");
}
