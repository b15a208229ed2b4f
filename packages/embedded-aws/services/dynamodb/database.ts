import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request as httpRequest, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DescribeTableCommandOutput } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";

/** dynalite's answer: a JSON document with its HTTP status. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** dynalite checks no signatures, so it listens on a socket in a folder that only this user can enter. */
export class Database {
  readonly #server: Server;
  readonly #socketDir: string;
  readonly #socketPath: string;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #partitionKeys = new Map<string, string>();

  private constructor(server: Server, socketDir: string, socketPath: string) {
    this.#server = server;
    this.#socketDir = socketDir;
    this.#socketPath = socketPath;
  }

  /** Opens the tables in `dir`. @default tables in memory */
  static async open(dir: string | undefined): Promise<Database> {
    const path = dir === undefined ? {} : { path: dir };
    const server = dynalite({ ...path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
    const socketDir = await mkdtemp(join(tmpdir(), "dynamodb-"));
    const socketPath =
      process.platform === "win32"
        ? `\\\\.\\pipe\\${socketDir.replaceAll(/\W/g, "-")}`
        : join(socketDir, "socket");
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(socketPath, resolve);
    });
    return new Database(server, socketDir, socketPath);
  }

  call(operation: string, body: string | Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = {
        ...unsigned,
        "content-length": Buffer.byteLength(body),
        "x-amz-target": `DynamoDB_20120810.${operation}`,
      };
      const request = httpRequest(
        { socketPath: this.#socketPath, agent: this.#agent, method: "POST", headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          const status = response.statusCode ?? 500;
          response.on("end", () => resolve({ status, body: Buffer.concat(chunks) }));
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  }

  /** The name of a table's partition key, for authorisation; undefined for an unknown table. */
  async partitionKey(table: string): Promise<string | undefined> {
    const known = this.#partitionKeys.get(table);
    if (known !== undefined) return known;
    const { status, body } = await this.call("DescribeTable", JSON.stringify({ TableName: table }));
    if (status !== 200) return undefined;
    const { Table } = JSON.parse(body.toString("utf8")) as DescribeTableCommandOutput;
    const key = Table?.KeySchema?.find(({ KeyType }) => KeyType === "HASH")?.AttributeName;
    if (key !== undefined) this.#partitionKeys.set(table, key);
    return key;
  }

  /** Call it when a table is deleted: a new table of that name may have another key. */
  forget(table: string): void {
    this.#partitionKeys.delete(table);
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await rm(this.#socketDir, { recursive: true, force: true });
  }
}

/** dynalite requires a signature but does not check it. The gateway has checked the real one. */
const unsigned = {
  "content-type": "application/x-amz-json-1.0",
  authorization: "AWS4-HMAC-SHA256 Credential=gateway, SignedHeaders=host, Signature=checked",
  "x-amz-date": "20260101T000000Z",
};
