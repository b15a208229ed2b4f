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

/** What a Dockerfile makes of an image beside its files: the part of the OCI image configuration that says how it runs. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The working directory inside the image; `/` by default. */
  readonly workingDir: string;
  /** As the image names it; a local container runs as whoever started it. */
  readonly user: string;
}

/** How the files of an image are made without Docker. */
export interface BundleCommand {
  /** Relative to the build context. */
  readonly script: string;
  /** The directory inside the build stage that the script writes. */
  readonly outDir: string;
}

/** What the Dockerfile says of its last stage, and of what its build stages bundle. */
export interface DockerfileSummary {
  readonly config: ImageConfig;
  readonly bundle: BundleCommand;
}

/**
 * Reads a Dockerfile of this convention: one of the build stages has `RUN node <script> <outdir>`, where the script writes
 * to that directory all that the program needs beside its external packages; the last stage copies the directory into its
 * WORKDIR. Throws Error with file and line when it is otherwise.
 */
export function readDockerfile(content: string, file: string): DockerfileSummary {
  const dockerfile = DockerfileParser.parse(content);
  const stages = stagesOf(dockerfile);
  const last = stages.at(-1);
  if (last === undefined) throw new Error(`${file}:1: there is no FROM`);
  const config = configOf(dockerfile, stages, last);
  if (config.entrypoint.length === 0 && config.cmd.length === 0) {
    throw new Error(
      `${file}:${lineOf(last.from)}: the last stage has no ENTRYPOINT or CMD: add ENTRYPOINT ["node", "main.mjs"]`,
    );
  }
  const bundle = stages.flatMap((stage) => stage.instructions.flatMap(bundleOf)).at(-1);
  if (bundle === undefined) {
    throw new Error(
      `${file}:${lineOf(last.from)}: no stage has RUN node <script> <outdir>, so there is nothing to bundle without Docker`,
    );
  }
  if (!copiesIntoWorkdir(last, bundle.outDir, config.workingDir)) {
    throw new Error(
      `${file}:${lineOf(last.from)}: the last stage does not COPY ${bundle.outDir} into its WORKDIR ${config.workingDir}, so the bundle is not what would run: add COPY --from=… ${bundle.outDir}/ ./`,
    );
  }
  return { config, bundle };
}

/** The keyword tells the class; dockerfile-ast has the two side by side without saying so in its types. */
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

interface Stage {
  readonly from: From;
  readonly instructions: readonly Instruction[];
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
  const base = stages.find(
    (other) => other !== stage && other.from.getBuildStage() === stage.from.getImage(),
  );
  let config: ImageConfig =
    base === undefined
      ? { entrypoint: [], cmd: [], env: {}, workingDir: "/", user: "root" }
      : configOf(dockerfile, stages, base);
  // An ENTRYPOINT does away with the CMD of the base image, but not with one of its own stage.
  if (stage.instructions.some((each) => is(each, "ENTRYPOINT"))) config = { ...config, cmd: [] };
  for (const instruction of stage.instructions) config = applied(config, instruction, dockerfile);
  return config;
}

function applied(config: ImageConfig, instruction: Instruction, dockerfile: Dockerfile): ImageConfig {
  if (is(instruction, "ENTRYPOINT")) return { ...config, entrypoint: commandOf(instruction) };
  if (is(instruction, "CMD")) return { ...config, cmd: commandOf(instruction) };
  if (is(instruction, "WORKDIR")) {
    return { ...config, workingDir: posix.resolve(config.workingDir, instruction.getPath() ?? "") };
  }
  if (is(instruction, "ENV")) {
    return { ...config, env: { ...config.env, ...variablesOf(instruction, config.env, dockerfile) } };
  }
  if (instruction.getKeyword() === "USER") {
    return { ...config, user: instruction.getArgumentsContent() ?? config.user };
  }
  return config;
}

/** The variables that one ENV sets, with those that were set before put in their place. */
function variablesOf(
  instruction: Env,
  before: Readonly<Record<string, string>>,
  dockerfile: Dockerfile,
): Record<string, string> {
  const { line } = instruction.getRange().start;
  const expand = (value: string) =>
    value.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare ?? "";
      return before[name] ?? dockerfile.resolveVariable(name, line) ?? "";
    });
  return Object.fromEntries(
    instruction.getProperties().map((property) => [property.getName(), expand(property.getValue() ?? "")]),
  );
}

/** Exec form as it is; shell form by the shell. */
function commandOf(instruction: JSONInstruction): string[] {
  if (instruction.getOpeningBracket() !== null) {
    return instruction.getJSONStrings().map((each) => each.getJSONValue());
  }
  const text = instruction.getArgumentsContent();
  return text === null || text === "" ? [] : ["/bin/sh", "-c", text];
}

function bundleOf(instruction: Instruction): BundleCommand[] {
  if (instruction.getKeyword() !== "RUN") return [];
  const match = /(?:^|\s)node\s+(\S+\.[cm]?[jt]s)\s+(\S+)\s*$/.exec(instruction.getArgumentsContent() ?? "");
  const [, script, outDir] = match ?? [];
  return script === undefined || outDir === undefined ? [] : [{ script, outDir: outDir.replace(/\/+$/, "") }];
}

function copiesIntoWorkdir(stage: Stage, outDir: string, workingDir: string): boolean {
  return stage.instructions.some((instruction) => {
    if (instruction.getKeyword() !== "COPY") return false;
    const paths = instruction
      .getArguments()
      .map((argument) => argument.getValue())
      .filter((value) => !value.startsWith("--"));
    const target = posix.resolve(workingDir, paths.at(-1) ?? "");
    return (
      (target === workingDir || posix.dirname(target) === workingDir) &&
      paths.slice(0, -1).some((path) => path === outDir || path.startsWith(`${outDir}/`))
    );
  });
}

function lineOf(instruction: Instruction): number {
  return instruction.getRange().start.line + 1;
}
