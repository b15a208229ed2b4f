import { posix } from "node:path";
import {
  type Dockerfile,
  DockerfileParser,
  type Env,
  type From,
  type Instruction,
  type JSONInstruction,
  type Workdir,
} from "dockerfile-ast";
import { EmbeddedAwsError } from "../../error-codes.ts";
import { type ContextCopy, copiesOf, type Stage } from "./dockerfile-copies.ts";

/** How an image runs: the part of the OCI image configuration that a Dockerfile sets. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Inside the image. @default "/" */
  readonly workingDir: string;
}

/** The command that makes the files of an image, without Docker. */
interface BundleCommand {
  /** Relative to the build context. */
  readonly script: string;
  /** Inside the build stage: the script writes to it. */
  readonly outDir: string;
}

export interface DockerfileSummary {
  readonly config: ImageConfig;
  readonly bundle: BundleCommand;
  /** Files and folders that must exist, because Docker fails without them. */
  readonly copies: readonly ContextCopy[];
}

/**
 * Reads a Dockerfile of this form: a build stage has `RUN node <script> <outdir>`, and the last stage copies the directory into
 * its WORKDIR. Throws with file and line.
 */
export function readDockerfile(content: string, file: string): DockerfileSummary {
  const dockerfile = DockerfileParser.parse(content);
  const stages = stagesOf(dockerfile);
  const last = stages.at(-1);
  const line = last === undefined ? 1 : last.from.getRange().start.line + 1;
  const refused = (problem: string) => new EmbeddedAwsError("BL-A007", `${file}:${line}: ${problem}`);
  if (last === undefined) throw refused("a FROM is missing");
  const config = configOf(dockerfile, stages, last);
  if (config.entrypoint.length === 0 && config.cmd.length === 0)
    throw refused('the last stage has no ENTRYPOINT or CMD: add ENTRYPOINT ["node", "main.mjs"]');
  const bundle = stages.flatMap((stage) => stage.instructions.flatMap(bundleOf)).at(-1);
  if (bundle === undefined)
    throw refused("no stage has RUN node <script> <outdir>, so nothing can be bundled without Docker");
  if (!copiesIntoWorkdir(last, bundle.outDir, config.workingDir))
    throw refused(
      `the last stage does not COPY ${bundle.outDir} into its WORKDIR ${config.workingDir}, so the image would not run the bundle: add COPY --from=… ${bundle.outDir}/ ./`,
    );
  return { config, bundle, copies: copiesOf(stages, file) };
}

/** The class of an instruction by its keyword, which the types of dockerfile-ast do not express. */
interface InstructionTypes {
  readonly FROM: From;
  readonly ENV: Env;
  readonly WORKDIR: Workdir;
  readonly ENTRYPOINT: JSONInstruction;
  readonly CMD: JSONInstruction;
}

function is<K extends keyof InstructionTypes>(
  instruction: Instruction,
  keyword: K,
): instruction is InstructionTypes[K] {
  return instruction.getKeyword() === keyword;
}

function stagesOf(dockerfile: Dockerfile): Stage[] {
  const stages: { from: From; instructions: Instruction[] }[] = [];
  for (const instruction of dockerfile.getInstructions()) {
    if (is(instruction, "FROM")) stages.push({ from: instruction, instructions: [] });
    else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

function configOf(dockerfile: Dockerfile, stages: readonly Stage[], stage: Stage): ImageConfig {
  const image = stage.from.getImage()?.toLowerCase();
  const earlier = stages.slice(0, stages.indexOf(stage));
  const base = earlier.findLast(({ from }) => from.getBuildStage()?.toLowerCase() === image);
  const empty = { entrypoint: [], cmd: [], env: {}, workingDir: "/" };
  let config: ImageConfig = base === undefined ? empty : configOf(dockerfile, earlier, base);
  // An ENTRYPOINT removes the CMD of the base image, but not the CMD of its own stage.
  if (stage.instructions.some((each) => is(each, "ENTRYPOINT"))) config = { ...config, cmd: [] };
  for (const instruction of stage.instructions) config = applied(config, instruction, dockerfile);
  return config;
}

function applied(config: ImageConfig, instruction: Instruction, dockerfile: Dockerfile): ImageConfig {
  if (is(instruction, "ENTRYPOINT")) return { ...config, entrypoint: commandOf(instruction) };
  if (is(instruction, "CMD")) return { ...config, cmd: commandOf(instruction) };
  if (is(instruction, "WORKDIR"))
    return { ...config, workingDir: posix.resolve(config.workingDir, String(instruction.getPath())) };
  if (is(instruction, "ENV"))
    return { ...config, env: { ...config.env, ...variablesOf(instruction, config.env, dockerfile) } };
  return config;
}

/** Docker expands a variable without a value to nothing. */
const unset = "";

/** The variables of one ENV, in which variables of earlier ones are expanded. */
function variablesOf(
  instruction: Env,
  before: Readonly<Record<string, string>>,
  dockerfile: Dockerfile,
): Record<string, string> {
  const { line } = instruction.getRange().start;
  const expand = (value: string) =>
    value.replace(/\$(\{\w+\}|\w+)/g, (_, reference: string) => {
      const name = reference.replace(/[{}]/g, "");
      return before[name] ?? dockerfile.resolveVariable(name, line) ?? unset;
    });
  return Object.fromEntries(
    instruction.getProperties().map((property) => [property.getName(), expand(property.getValue() ?? unset)]),
  );
}

/** The exec form, or the shell form with its shell. */
function commandOf(instruction: JSONInstruction): string[] {
  if (instruction.getOpeningBracket() !== null)
    return instruction.getJSONStrings().map((each) => each.getJSONValue());
  const text = instruction.getArgumentsContent();
  return text === null || text === "" ? [] : ["/bin/sh", "-c", text];
}

function bundleOf(instruction: Instruction): BundleCommand[] {
  if (instruction.getKeyword() !== "RUN") return [];
  const text = String(instruction.getArgumentsContent());
  const match = /(?:^|\s)node\s+(\S+\.[cm]?[jt]s)\s+(\S+)\s*$/.exec(text);
  if (match === null) return [];
  const [, script = "", outDir = ""] = match;
  return [{ script, outDir: outDir.replace(/\/+$/, "") }];
}

function copiesIntoWorkdir(stage: Stage, outDir: string, workingDir: string): boolean {
  return stage.instructions.some((instruction) => {
    if (instruction.getKeyword() !== "COPY") return false;
    const paths = instruction
      .getArguments()
      .map((argument) => argument.getValue())
      .filter((value) => !value.startsWith("--"));
    const target = posix.resolve(workingDir, String(paths.at(-1)));
    return (
      (target === workingDir || posix.dirname(target) === workingDir) &&
      paths.slice(0, -1).some((path) => path === outDir || path.startsWith(`${outDir}/`))
    );
  });
}
