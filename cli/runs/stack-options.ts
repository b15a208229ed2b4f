import { type Command, Option } from "commander";

/** The options of every command on runs. */
export interface StackOptions {
  readonly stack: string;
  readonly local?: true;
  readonly json?: true;
}

/** Adds the options of every command on runs. */
export function withStackOptions(command: Command): Command {
  return command
    .addOption(new Option("-s, --stack <name>", "the deployed stack").default("dev"))
    .option(
      "--local",
      "what batchline local keeps up, or what was used last on this machine, also after its end",
    )
    .option("--json", "print one JSON document");
}
