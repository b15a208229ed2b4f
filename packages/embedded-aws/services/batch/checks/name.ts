import { clientException } from "./client-exception.ts";

/** What Batch takes as the name of a job, a queue, an environment or a job definition. */
const pattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** Returns `name`; throws ClientException, naming `field`, when Batch would not take it. */
export function checkName(name: string | undefined, field: string, requestId?: string): string {
  if (name !== undefined && pattern.test(name)) return name;
  const what = field === "jobName" ? "Job name" : field;
  throw clientException(
    `${what} should match valid pattern: up to 128 letters, digits, hyphens and underscores, starting with a letter or digit; it is ${JSON.stringify(name)}`,
    requestId,
  );
}
