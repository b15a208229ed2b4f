import pLimit from "p-limit";
import type { NoticeRecord, Recipient, Told } from "../../contract/notices.ts";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { Table } from "../storage/table.ts";
import type { ToldOf } from "./news.ts";

/** Items written at once. The client paces them when DynamoDB throttles. */
const concurrency = 32;

/** What the recipients of a workflow's notices were told last. */
export class ToldTable {
  readonly of: ToldOf;
  readonly #table: Table;
  readonly #workflow: string;

  private constructor(table: Table, workflow: string, records: ReadonlyMap<string, NoticeRecord>) {
    this.#table = table;
    this.#workflow = workflow;
    this.of = (tenant) => records.get(tableKeys.notices(workflow, tenant).sk);
  }

  /** Reads it. @example const told = await ToldTable.read(table, "nightly-report"); */
  static async read(table: Table, workflow: string): Promise<ToldTable> {
    const records = new Map<string, NoticeRecord>();
    const runs = tableKeys.notices(workflow);
    const ofRuns = await table.get<NoticeRecord>(runs);
    if (ofRuns !== undefined) records.set(runs.sk, ofRuns);
    for await (const record of table.query<NoticeRecord>(runs.pk, tenantPrefix))
      records.set(record.sk, record);
    return new ToldTable(table, workflow, records);
  }

  /** Remembers what the recipient was told. @param tenants Undefined stands for the runs themselves. */
  async remember(recipient: Recipient, told: ReadonlyMap<string | undefined, Told>): Promise<void> {
    await pLimit(concurrency).map(told, ([tenant, value]) =>
      this.#table.update(tableKeys.notices(this.#workflow, tenant), { set: { [recipient]: value } }),
    );
  }
}
