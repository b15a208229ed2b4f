import { z } from "zod";
import { EmbeddedAwsError } from "../error-codes.ts";

/** https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration */
export interface Autonaming {
  /** @default "${name}-${hex(7)}" */
  readonly pattern: string;
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the placeholders of Pulumi's patterns look so
const defaultPattern = "${name}-${hex(7)}";
const verbatimPattern = "${name}";
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above

const configuration = z
  .object({ mode: z.enum(["default", "verbatim", "disabled"]).optional(), pattern: z.string().optional() })
  .strict();

/** Reads the value of `pulumi:autonaming`, which is JSON text. Throws for an unsupported value. */
export function readAutonaming(text: string | undefined): Autonaming {
  if (text === undefined) return { pattern: defaultPattern };
  const result = configuration.safeParse(JSON.parse(text));
  if (!result.success)
    throw invalid(`the embedded AWS knows mode and pattern only: ${result.error.issues[0]?.message}`);
  const { mode = "default", pattern = defaultPattern } = result.data;
  if (mode === "disabled") throw invalid("the embedded AWS does not know the mode disabled");
  return { pattern: mode === "verbatim" ? verbatimPattern : pattern };
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

const placeholder = /\$\{(\w+)(?:\((\d+)\))?\}/g;

/** Fills in a pattern. Random parts come from `digits`, so a resource always gets the same name. */
export function fillPattern(pattern: string, of: NamedResource): string {
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

/** A UUID from 32 hexadecimal digits or more. */
export function uuid(digits: string): string {
  return digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
