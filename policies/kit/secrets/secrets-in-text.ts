import { must } from "@batchline/diagnostics";
import { formOfSecret } from "./secret-forms.ts";
import { isLiteral, namesSecret } from "./secret-names.ts";

/** A secret in plain text in a script or file. */
interface SecretInText {
  /** From 1. */
  readonly line: number;
  /** Its kind, without the secret. @example "a private key (----…)" */
  readonly what: string;
}

/** Assignments in scripts, YAML and JSON. The value is a word or in quotes. */
const assignments: readonly RegExp[] = [
  // In quotes: NAME="…", name: '…', {"name": "…"}.
  /(?<![\w.]|\w-)(?<name>[A-Za-z_][\w.-]*)["']?\s*[:=]\s*(?<quote>["'])(?<value>.*?)\k<quote>/g,
  // In a shell: NAME=…, unless it is computed with parentheses or brackets.
  /(?<![\w.]|\w-)(?<name>[A-Za-z_][\w.-]*)=(?<value>[^\s"'`;&|<>()[\]{}]+)(?![([{])/g,
  // In YAML, alone on its line.
  /^\s*(?:-\s+)?(?<name>[A-Za-z_][\w.-]*):\s+(?<value>[^\s"'`()[\]{}#]+)\s*$/g,
  // As an argument: --password …
  /(?:^|\s)--(?<name>[a-z][a-z-]*)\s+(?<value>[^\s"'`;&|<>()[\]{}-][^\s"'`;&|<>()[\]{}]*)/g,
];

type Assignment = Readonly<Record<"name" | "value", string>>;

const dockerLogin = /\bdocker\s+login\b.*?\s-p\s*["']?([^\s"'`;&|<>()]+)/;

/** A registry login in the ECS agent's configuration: a password, or user and password in base64. */
const agentLogin = /["']?(?:password|auth|identitytoken)["']?\s*:\s*["'](?<value>[^"']+)["']/gi;

/** Finds secrets by their form and by their names, at most one in each line.
 * @param allowed Names whose values are not secrets.
 * @example secretsInText("#!/bin/sh\nexport TOKEN=hunter2") // [{ line: 2, what: "the value of TOKEN" }] */
export function secretsInText(text: string, allowed: readonly string[] = []): SecretInText[] {
  return text.split("\n").flatMap((raw, index) => {
    // Quotes inside quotes.
    const line = raw.replaceAll(/\\(["'])/g, "$1");
    const what = agentLoginIn(line) ?? formOfSecret(line) ?? dockerLoginIn(line) ?? assignedIn(line, allowed);
    return what === undefined ? [] : [{ line: index + 1, what }];
  });
}

function agentLoginIn(line: string): string | undefined {
  const data = /ECS_ENGINE_AUTH_DATA\s*[=:]\s*(.*)/.exec(line)?.[1];
  const values = data === undefined ? [] : data.matchAll(agentLogin);
  return [...values].some(({ groups }) => isGiven(must(groups?.value, "the group always matches")))
    ? "the login to a registry in ECS_ENGINE_AUTH_DATA"
    : undefined;
}

function dockerLoginIn(line: string): string | undefined {
  const password = dockerLogin.exec(line)?.[1];
  return password !== undefined && isGiven(password) ? "the password of docker login" : undefined;
}

function assignedIn(line: string, allowed: readonly string[]): string | undefined {
  for (const form of assignments)
    for (const { groups } of line.matchAll(form)) {
      const { name, value } = must(groups, "each form has both groups") as Assignment;
      if (namesSecret(name) && !allowed.includes(name) && isGiven(value)) return `the value of ${name}`;
    }
  return undefined;
}

/** In a script, a variable or the output of a command is a reference, too. */
function isGiven(value: string): boolean {
  return isLiteral(value) && !/^[$`]|^%s$|^\{\w*\}$/.test(value);
}
