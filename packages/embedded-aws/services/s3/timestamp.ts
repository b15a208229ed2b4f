/** A time in milliseconds as S3 writes it: it keeps whole seconds. */
export function timestamp(time: number): string {
  return new Date(Math.floor(time / 1000) * 1000).toISOString();
}
