import { didYouMean } from "./nearest.ts";

/** What is wrong with `name` as an IANA time zone; undefined when it is one. */
export function timeZoneProblem(name: string): string | undefined {
  // JavaScript also takes offsets such as +01:00, which EventBridge Scheduler does not.
  if (/^[A-Za-z]/.test(name) && isKnown(name)) return undefined;
  const hint = didYouMean(name, Intl.supportedValuesOf("timeZone"));
  const message = `${JSON.stringify(name)} is not an IANA time zone such as Europe/Warsaw`;
  return hint === undefined ? message : `${message}; ${hint}`;
}

function isKnown(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
