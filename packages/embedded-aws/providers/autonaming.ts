import type { Autoname } from "@batchline/pulumi-engine";
import { z } from "zod";
import { EmbeddedAwsError } from "../error-codes.ts";
import { uuid } from "./physical-id.ts";

/** https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration */
export interface Autonaming {
  readonly mode: "default" | "verbatim" | "disabled";
  /** Replaces the default pattern of the provider. */
  readonly pattern?: string | undefined;
}

const configuration = z
  .object({
    mode: z.enum(["default", "verbatim", "disabled"]).default("default"),
    pattern: z.string().optional(),
  })
  .strict();

/** Reads the value of `pulumi:autonaming`, which is JSON text. Throws for an unsupported value. */
export function readAutonaming(text: string | undefined): Autonaming {
  const result = configuration.safeParse(JSON.parse(text ?? "{}"));
  if (result.success) return result.data;
  throw invalid(`the embedded AWS knows mode and pattern only: ${result.error.issues[0]?.message}`);
}

function invalid(problem: string): EmbeddedAwsError {
  return new EmbeddedAwsError("BL-A006", `config pulumi:autonaming: ${problem}`);
}

interface NamedResource {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  readonly name: string;
  /** At least 32 hexadecimal digits, unique to the resource. */
  readonly digits: string;
}

/** The name that the engine asks a provider for. Undefined: the provider names the resource in its own way. */
export function autonameOf({ mode, pattern }: Autonaming, of: NamedResource): Autoname | undefined {
  if (mode === "disabled") return { mode };
  if (mode === "verbatim") return { mode: "enforce", name: of.name };
  return pattern === undefined ? undefined : { mode: "propose", name: fillPattern(pattern, of) };
}

const placeholder = /\$\{(\w+)(?:\((\d+)\))?\}/g;

/** Random parts come from `digits`, so a resource always gets the same name. */
function fillPattern(pattern: string, of: NamedResource): string {
  return pattern.replace(placeholder, (whole, word: string, count = "7") => {
    const digits = of.digits.slice(0, Number(count));
    switch (word) {
      case "name":
      case "project":
      case "stack":
      case "organization":
        return of[word];
      case "hex":
      case "alphanum":
        return digits;
      case "string":
        return digits.replace(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)));
      case "num":
        return digits.replace(/[a-f]/g, (letter) => String(letter.charCodeAt(0) % 10));
      case "uuid":
        return uuid(of.digits);
      default:
        throw invalid(`unknown ${whole} in the pattern ${pattern}`);
    }
  });
}
