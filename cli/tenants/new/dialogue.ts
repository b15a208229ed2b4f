import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";
import { CodedError } from "@batchline/diagnostics";
import type { CliErrorCode } from "../../error-codes.ts";

/** Where questions are asked and answered. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Thrown when the one who is asked goes away: Ctrl-C, Ctrl-D, a terminal that is closed. */
export class NoAnswerError extends CodedError<CliErrorCode> {}

export interface Question {
  /** What is asked for, in a line or two. */
  readonly text: string;
  /** What an empty answer stands for. @default an empty answer is not accepted */
  readonly preset?: string;
  /** What is wrong with an answer; undefined when it will do. */
  complaint(answer: string): string | undefined;
}

/** Asks one question after the other, each until its answer will do. */
export class Dialogue implements Disposable {
  readonly #lines: AsyncIterator<string>;
  readonly #interface: ReturnType<typeof createInterface>;
  readonly #output: NodeJS.WritableStream;
  #closed = false;

  constructor({ input, output }: Terminal) {
    this.#output = output;
    this.#interface = createInterface({ input, output, prompt: "> " });
    this.#interface.once("close", () => {
      this.#closed = true;
    });
    this.#lines = this.#interface[Symbol.asyncIterator]();
  }

  /** The answer, or the question's preset. @throws NoAnswerError. */
  async ask({ text, preset, complaint }: Question): Promise<string> {
    this.say(`\n${text}`);
    for (;;) {
      // What was typed ahead is still to be read when the input has ended.
      if (!this.#closed) this.#interface.prompt();
      const { value, done } = await this.#lines.next();
      if (done) throw new NoAnswerError("BL-U014", "the question got no answer");
      const given = value.trim();
      const answer = given === "" ? preset : given;
      // An empty preset means that the field stays unset.
      const wrong =
        answer === undefined ? "an answer is needed" : answer === "" ? undefined : complaint(answer);
      if (answer !== undefined && wrong === undefined) return answer;
      this.say(styleText("red", wrong ?? ""));
    }
  }

  say(line: string): void {
    this.#output.write(`${line}\n`);
  }

  [Symbol.dispose](): void {
    this.#interface.close();
  }
}
