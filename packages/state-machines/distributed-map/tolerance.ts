/**
 * How many items of a Map Run may fail before the run fails. With both a count and a percentage, either ends the run. With
 * neither, the first failure does.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold
 */
export class Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;

  constructor(count?: number, percentage?: number) {
    this.count = count;
    this.percentage = percentage;
  }

  exceededBy(failed: number, total: number): boolean {
    const { count, percentage } = this;
    if (count === undefined && percentage === undefined) return failed > 0;
    return (
      (count !== undefined && failed > count) ||
      (percentage !== undefined && failed * 100 > percentage * total)
    );
  }
}
