import { clientException } from "./client-exception.ts";

const pattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** Returns a valid name of a job, queue, environment, …; else throws ClientException with the name of the field. */
export function checkName(name: string | undefined, field: string): string {
  if (name !== undefined && pattern.test(name)) return name;
  const what = field === "jobName" ? "Job name" : field;
  throw clientException(
    `${what} should match valid pattern: up to 128 letters, digits, hyphens and underscores, starting with a letter or digit; it is ${JSON.stringify(name)}`,
  );
}
