import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/**
 * The file that hides a file or folder of the build context from Docker; undefined if none does.
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 * @param source Relative to the context. @example hiddenBy("/app", "/app/worker/Dockerfile", "native") // "/app/.dockerignore"
 */
export function hiddenBy(context: string, dockerfile: string, source: string): string | undefined {
  const file = [`${dockerfile}.dockerignore`, join(context, ".dockerignore")].find((each) =>
    existsSync(each),
  );
  return file !== undefined && isHidden(cleaned(source), readFileSync(file, "utf8")) ? file : undefined;
}

/** The last pattern counts that matches the path or a folder above it. */
function isHidden(path: string, text: string): boolean {
  let hidden = false;
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const keeps = line.startsWith("!");
    const pattern = cleaned(keeps ? line.slice(1) : line);
    // A folder is there if a file in it may be.
    const isBelow = keeps && (pattern.startsWith(`${path}/`) || pattern.startsWith("*"));
    if (isBelow || withFolders(path).some((each) => posix.matchesGlob(each, pattern))) hidden = !keeps;
  }
  return hidden;
}

/** @example withFolders("a/b/c") // ["a", "a/b", "a/b/c"] */
function withFolders(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** Relative to the context, without a slash at its ends. */
function cleaned(path: string): string {
  return posix.normalize(path).replace(/^\/+|\/+$/g, "");
}
