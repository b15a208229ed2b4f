/** Keys and indexes, for example `["containers", 0, "image"]`. `*` stands for any key or index. */
export type PropertyPath = readonly (string | number)[];

const plainKey = /^\w+$/;
const segment = /\.?(?:\["((?:\\"|[^"])*)"\]|\[(\d+)\]|\[(\*)\]|([^.[]+))/y;

/**
 * Reads a path as in `ignoreChanges`: `tags.team`, `rules[0].cidr`, `tags["a.b"]`, `rules[*].cidr`.
 * Undefined: it is not a path. Grammar: ParsePropertyPath of
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/properties_path.go
 */
export function parsePath(text: string): PropertyPath | undefined {
  const path: (string | number)[] = [];
  segment.lastIndex = 0;
  while (segment.lastIndex < text.length) {
    if (path.length === 0 && text.startsWith(".")) return undefined;
    const match = segment.exec(text);
    if (match === null) return undefined;
    const [, quoted, index, star, name] = match;
    path.push(index === undefined ? (quoted?.replaceAll('\\"', '"') ?? star ?? name ?? "") : Number(index));
  }
  return path;
}

/** The path of a member of the value at `path`, in Pulumi's notation. "" is the path of the whole. */
export function memberPath(path: string, member: string | number): string {
  if (typeof member === "number") return `${path}[${member}]`;
  if (!plainKey.test(member)) return `${path}["${member.replaceAll('"', '\\"')}"]`;
  return path === "" ? member : `${path}.${member}`;
}

/** The property that a path starts with. @example topLevelOf('tags["a.b"]'); // "tags" */
export function topLevelOf(path: string): string {
  return String(parsePath(path)?.[0] ?? path);
}

/**
 * Tells whether `outer` is `inner`, or a place around it.
 * @example containsPath("tags", "tags.team"); // true
 */
export function containsPath(outer: string, inner: string): boolean {
  const [around, within] = [parsePath(outer), parsePath(inner)];
  if (around === undefined || within === undefined || around.length > within.length) return false;
  return around.every((key, index) => key === "*" || key === within[index]);
}
