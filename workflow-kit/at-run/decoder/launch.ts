import { type ChildProcess, spawn } from "node:child_process";
import { statSync } from "node:fs";
import { must } from "@batchline/diagnostics";
import { BadConfigError } from "../errors.ts";

/** How the child starts. */
export interface Launch {
  /** The program and its arguments, to which the number of lanes is added. @example [process.execPath, "main.mjs", "--decode", "catalog-import"] */
  readonly command: readonly string[];
  /** A setpriv with the set-user-ID bit of the child's user. Without that file the child runs as the parent's user. @default "/usr/local/bin/as-decoder" */
  readonly asDecoder?: string;
}

/** worker/Dockerfile makes it. */
const inImage = "/usr/local/bin/as-decoder";

/** Variables that the child may have: none is a secret, a credential, or the way to one. */
const passedOn = ["PATH", "TMPDIR", "LANG", "TZ", "NODE_ENV", "NODE_OPTIONS", "UV_THREADPOOL_SIZE"] as const;

/** The part of an environment that the child gets. @example childEnvironment({ PATH: "/bin", AWS_REGION: "eu-west-1" }) // { PATH: "/bin" } */
export function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    passedOn.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}

/**
 * Starts the child with a connection for each lane, as file descriptors from 3 on. It inherits nothing else.
 * @throws {BadConfigError} when the image's file has lost its set-user-ID bit.
 * @example launch({ command: [process.execPath, "main.mjs", "--decode", "sitemap"] }, 2).stdio[3]
 */
export function launch({ command, asDecoder = inImage }: Launch, lanes: number): ChildProcess {
  const [program, ...args] = [...changeOfUser(asDecoder), ...command, String(lanes)];
  return spawn(must(program, "a launch has a program"), args, {
    env: childEnvironment(process.env),
    stdio: ["ignore", "ignore", "pipe", ...Array.from({ length: lanes }, () => "pipe" as const)],
  });
}

/** Ends the child at once. A parent may not send a signal to another user's process, so one of that user does it. @example kill(child, { command }); */
export function kill(child: ChildProcess, { asDecoder = inImage }: Launch): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const [program, ...args] = changeOfUser(asDecoder);
  if (program === undefined) child.kill("SIGKILL");
  else {
    const code = `process.kill(${child.pid}, "SIGKILL")`;
    spawn(program, [...args, process.execPath, "--eval", code], { env: {}, stdio: "ignore" });
  }
}

/** The words before a command that make the file's owner its user; none without the file. */
function changeOfUser(asDecoder: string): string[] {
  const file = statSync(asDecoder, { throwIfNoEntry: false });
  if (file === undefined) return [];
  // Its real and saved ids become its effective ones, for which a process needs no capability.
  if ((file.mode & setUserId) !== 0)
    return [asDecoder, `--reuid=${file.uid}`, `--regid=${file.gid}`, "--keep-groups", "--no-new-privs"];
  throw new BadConfigError(
    `${asDecoder} has no set-user-ID bit, so feeds and images cannot be decoded by a user of their own: build the image with BuildKit 0.13 or later`,
  );
}

const setUserId = 0o4000;
