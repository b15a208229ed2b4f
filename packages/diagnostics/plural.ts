/**
 * A number of things: `1 tenant`, `1,200 tenants`.
 * @param many The plural. @default the noun with an s
 * @example plural(2, "entry", "entries") // "2 entries"
 */
export function plural(number: number, noun: string, many = `${noun}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : many}`;
}
