/** `1 tenant`, `1,200 tenants`: a number of things; English plurals in -s only. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
