import { hash } from "node:crypto";

/**
 * The path, within a bucket's folder, at which a key can be stored under its own name, so that people find the files they
 * expect; undefined for a key that is no portable path: `a//b`, `../a`, `a/`, very long or strange names.
 */
export function plainPath(key: string): string | undefined {
  if (key.length > 800) return undefined;
  const plain = key.split("/").every((segment) => {
    return /^[\p{L}\p{N} !_.'()=+@,;&$~-]{1,80}$/u.test(segment) && !/^\.|[. ]$/.test(segment);
  });
  return plain ? key : undefined;
}

/** The name of a file for any other key. */
export function hashedName(key: string): string {
  return hash("sha256", key);
}
