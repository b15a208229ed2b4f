import { fileURLToPath } from "node:url";

/**
 * Where the project's own code threw an error: `file:line:column`, the file relative to the first of `folders` that holds it. Undefined if no
 * line of the stack, or of its causes' stacks, is of that code.
 * @param folders The image's, to which source maps relate. @default the working directory
 * @example whereThrown(error, ["/app"]) // "workflows/prices/stages/fetch.ts:12:9"
 */
export function whereThrown(
  error: unknown,
  folders: readonly string[] = [process.cwd()],
): string | undefined {
  if (!(error instanceof Error)) return undefined;
  for (const { file, position } of placesIn(error)) {
    const folder = folders.find((each) => file.startsWith(`${each}/`));
    const inside = folder === undefined ? file : file.slice(folder.length + 1);
    if (isOfProject(file, inside)) return `${inside}:${position}`;
  }
  return whereThrown(error.cause, folders);
}

interface Place {
  readonly file: string;
  /** `<line>:<column>` */
  readonly position: string;
}

/** The message comes before the places, and may look like one: a supplier's text can be part of it. */
function placesIn({ stack = "", message }: Error): Place[] {
  const lines = stack.slice(stack.indexOf(message) + message.length).split("\n");
  return lines.flatMap((line) => {
    const { path, position } =
      /^ +at (?:.*\()?(?:async )?(?<path>(?:file:\/\/)?\/.+):(?<position>\d+:\d+)\)?$/.exec(line)?.groups ??
      {};
    if (path === undefined || position === undefined) return [];
    return [{ file: path.startsWith("file:") ? fileURLToPath(path) : path, position }];
  });
}

/** Batchline's own root, as stacks have it: with source maps, a path that no longer exists. */
const root = placesIn(new Error("here"))[0]?.file.replace(/worker\/where-thrown\.[^/]+$/, "") ?? "/";
const ownFolders = ["worker/", "workflow-kit/", "contract/", "packages/"].map((folder) => root + folder);

function isOfProject(file: string, inside: string): boolean {
  const isOwn = ownFolders.some((folder) => file.startsWith(folder));
  // A bundle begins with a module that no one wrote.
  return /(?<!\.generated)\.[cm]?tsx?$/.test(file) && !inside.includes("node_modules/") && !isOwn;
}
