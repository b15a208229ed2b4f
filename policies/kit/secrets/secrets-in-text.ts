import { formOfSecret } from "./secret-forms.ts";
import { isLiteral, namesSecret } from "./secret-names.ts";

/** A secret that a script or a file has in plain text. */
export interface SecretInText {
  /** Counts from 1. */
  readonly line: number;
  /** What it is, without the secret. @example "a private key (----…)" */
  readonly what: string;
}

/** Name and value, as scripts, YAML and JSON assign them; the value is a word or in quotes. */
const assignments: readonly RegExp[] = [
  // In quotes: NAME="…", name: '…', {"name": "…"}.
  /(?<![\w.]|\w-)(?<name>[A-Za-z_][\w.-]*)["']?\s*[:=]\s*(?<quote>["'])(?<value>.*?)\k<quote>/g,
  // In a shell: NAME=…; what is computed has parentheses or brackets.
  /(?<![\w.]|\w-)(?<name>[A-Za-z_][\w.-]*)=(?<value>[^\s"'`;&|<>()[\]{}]+)(?![([{])/g,
  // In YAML, alone on its line.
  /^\s*(?:-\s+)?(?<name>[A-Za-z_][\w.-]*):\s+(?<value>[^\s"'`()[\]{}#]+)\s*$/g,
  // As an argument: --password …
  /(?:^|\s)--(?<name>[a-z][a-z-]*)\s+(?<value>[^\s"'`;&|<>()[\]{}-][^\s"'`;&|<>()[\]{}]*)/g,
];

const dockerLogin = /\bdocker\s+login\b.*?\s-p\s*["']?([^\s"'`;&|<>()]+)/;

/** A login that the ECS agent takes from its configuration: a password, or user and password in base64. */
const agentLogin = /["']?(?:password|auth|identitytoken)["']?\s*:\s*["']([^"']+)["']/gi;

/**
 * Finds secrets by their form, and by the name they are given. One at most is told of each line.
 *
 * @param allowed Names whose values are no secrets.
 */
export function secretsInText(text: string, allowed: readonly string[] = []): SecretInText[] {
  return text.split("\n").flatMap((raw, index) => {
    // Quotes within quotes.
    const line = raw.replaceAll(/\\(["'])/g, "$1");
    const what = agentLoginIn(line) ?? formOfSecret(line) ?? dockerLoginIn(line) ?? assignedIn(line, allowed);
    return what === undefined ? [] : [{ line: index + 1, what }];
  });
}

function agentLoginIn(line: string): string | undefined {
  const [, data] = /ECS_ENGINE_AUTH_DATA\s*[=:]\s*(.*)/.exec(line) ?? [];
  const values = [...(data ?? "").matchAll(agentLogin)].map(([, value = ""]) => value);
  return values.some(isGiven) ? "the login to a registry in ECS_ENGINE_AUTH_DATA" : undefined;
}

function dockerLoginIn(line: string): string | undefined {
  const [, password] = dockerLogin.exec(line) ?? [];
  return password !== undefined && isGiven(password) ? "the password of docker login" : undefined;
}

function assignedIn(line: string, allowed: readonly string[]): string | undefined {
  for (const form of assignments)
    for (const { groups: { name = "", value = "" } = {} } of line.matchAll(form))
      if (namesSecret(name) && !allowed.includes(name) && isGiven(value)) return `the value of ${name}`;
  return undefined;
}

/** In a script also what starts as a variable or a command's output comes from elsewhere. */
function isGiven(value: string): boolean {
  return isLiteral(value) && !/^[$`]|^%s$|^\{\w*\}$/.test(value);
}
