import { type Clock, realClock } from "@batchline/clock";
import { AwsError } from "../gateway/aws-error.ts";
import { LostAnswer } from "../gateway/lost-answer.ts";
import { targetOperation } from "../gateway/protocols/aws-json.ts";
import { refuseWith } from "../gateway/refusal.ts";
import type { GatewayRequest, GatewayResponse, Service } from "../gateway/service.ts";
import { RequestRate } from "./request-rate.ts";

/** How services throttle, by signing name. */
const throttling = {
  batch: ["TooManyRequestsException", "Too Many Requests", 429],
  states: ["ThrottlingException", "Rate exceeded", 400],
  sts: ["Throttling", "Rate exceeded", 400],
} as const;

/** `<signing name>:<operation>`. */
type ThrottledOperation = `${keyof typeof throttling}:${string}`;

/** Returns a function that ends the fault. */
type Ended = () => void;

/**
 * What a test makes go wrong while the embedded AWS runs. Nothing does at first.
 * @example
 * const faults = new Faults();
 * const aws = await startEmbeddedAws({ dir, intercept: faults.intercept });
 * faults.throttle("batch:DescribeJobs", { perSecond: 10 });
 * faults.loseAnswers("dynamodb:PutItem", 1);
 */
export class Faults {
  readonly #rates = new Map<string, RequestRate>();
  /** Operation → how many more answers are lost. */
  readonly #losses = new Map<string, number>();
  readonly #clock: Clock;

  /** @param clock for rates @default realClock */
  constructor(clock: Clock = realClock) {
    this.#clock = clock;
  }

  /**
   * Refuses requests above a rate, in the service's words.
   * @param rate.perSecond requests that it takes each second
   * @param rate.burst requests that it takes at once after a pause @default perSecond, at least 1
   * @example faults.throttle("batch:SubmitJob", { perSecond: 50, burst: 100 });
   */
  throttle(
    operation: ThrottledOperation,
    { perSecond, burst = Math.max(1, perSecond) }: { readonly perSecond: number; readonly burst?: number },
  ): Ended {
    this.#rates.set(operation, new RequestRate(this.#clock, perSecond, burst));
    return () => void this.#rates.delete(operation);
  }

  /**
   * The next requests that succeed take effect, but the client's connection is reset before the answer. SDK clients then send
   * them again.
   * @param count how many @default Infinity
   * @example faults.loseAnswers("batch:SubmitJob", 1);
   */
  loseAnswers(operation: `${string}:${string}`, count = Number.POSITIVE_INFINITY): Ended {
    this.#losses.set(operation, count);
    return () => void this.#losses.delete(operation);
  }

  /** For `startEmbeddedAws`. */
  readonly intercept = (service: Service): Service => ({
    ...service,
    handle: (request) => this.#handle(service, request),
  });

  async #handle(service: Service, request: GatewayRequest): Promise<GatewayResponse> {
    const { signingName } = service;
    const operation = `${signingName}:${service.operationOf?.(request) ?? targetOperation(request.headers)}`;
    if (this.#rates.get(operation)?.take() === false) {
      const [code, message, status] = throttling[signingName as keyof typeof throttling];
      return refuseWith(new AwsError(code, message, status), request, service);
    }
    const answer = await service.handle(request);
    const losses = this.#losses.get(operation) ?? 0;
    if (losses <= 0 || answer.status >= 300) return answer;
    this.#losses.set(operation, losses - 1);
    throw new LostAnswer(`the answer of ${operation} is lost`);
  }
}
