import { Copy, type From, type Instruction } from "dockerfile-ast";
import { EmbeddedAwsError } from "../../error-codes.ts";

/** What a COPY takes from the build context. */
export interface ContextCopy {
  /** Relative to the context. */
  readonly source: string;
  readonly line: number;
}

/** A FROM and what follows it. */
export interface Stage {
  readonly from: From;
  readonly instructions: readonly Instruction[];
}

/**
 * The files and folders without which Docker fails. Names with wildcards or variables are left out.
 * @throws {EmbeddedAwsError} BL-A007 for a COPY from a stage that no earlier FROM names
 */
export function copiesOf(stages: readonly Stage[], file: string): ContextCopy[] {
  const earlier = new Set<string>();
  return stages.flatMap(({ from, instructions }, index) => {
    const copies = instructions
      .filter((each) => each instanceof Copy)
      .flatMap((copy) => {
        const line = copy.getRange().start.line + 1;
        const source = copy
          .getFlags()
          .find((flag) => flag.getName() === "from")
          ?.getValue();
        if (source === undefined || source === null) return fromContext(copy, line);
        // Docker does not distinguish capitals. A name with a slash or colon is an image's.
        if (earlier.has(source.toLowerCase()) || /[/:]/.test(source)) return [];
        const problem = `COPY --from=${source}: no earlier stage has this name`;
        throw new EmbeddedAwsError("BL-A007", `${file}:${line}: ${problem}`);
      });
    for (const name of [String(index), from.getBuildStage()])
      if (name !== null) earlier.add(name.toLowerCase());
    return copies;
  });
}

function fromContext(copy: Copy, line: number): ContextCopy[] {
  const paths = copy.getArguments().map((argument) => argument.getValue());
  const sources = paths.slice(0, -1).filter((source) => !/[*?[$"]/.test(source));
  return sources.map((source) => ({ source, line }));
}
