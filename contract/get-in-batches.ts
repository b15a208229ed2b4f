/** The key of an item in the table. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** One BatchGetItem: the items that it found, in any order, and the keys that DynamoDB left over. */
export type BatchGet = (
  keys: readonly ItemKey[],
) => Promise<{ readonly items: readonly ItemKey[]; readonly leftOver: readonly ItemKey[] }>;

/** DynamoDB's limit. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const keysPerBatch = 100;
/** Batches at once. Their items are in memory together. */
const atOnce = 8;
/** Attempts in a row in which DynamoDB leaves all items over. The waits add up to about 13 s. */
const leftoverAttempts = 8;

/** DynamoDB left all items over again and again, because the table is throttled. */
export class ItemsLeftOverError extends Error {}

/**
 * The items with these keys, in the order of the keys. Missing items are left out. `pause` waits a number of milliseconds.
 * @throws {ItemsLeftOverError}
 * @example for await (const record of getInBatches<ChunkRecord>(keys, batchGet, delay)) count(record);
 */
export async function* getInBatches<T>(
  keys: Iterable<ItemKey>,
  batchGet: BatchGet,
  pause: (ms: number) => Promise<unknown>,
): AsyncGenerator<T & ItemKey> {
  for (const window of groups(keys, keysPerBatch * atOnce)) {
    const found = new Map<string, ItemKey>();
    await Promise.all(
      [...groups(window, keysPerBatch)].map(async (batch) => {
        let open: readonly ItemKey[] = batch;
        for (let inVain = 0; ; ) {
          const { items, leftOver } = await batchGet(open);
          for (const item of items) found.set(named(item), item);
          if (leftOver.length === 0) break;
          inVain = leftOver.length < open.length ? 0 : inVain + 1;
          if (inVain === leftoverAttempts) throw new ItemsLeftOverError("the table is throttled");
          await pause(100 * 2 ** Math.max(0, inVain - 1) * (0.5 + Math.random() / 2));
          open = leftOver;
        }
      }),
    );
    for (const key of window) {
      const item = found.get(named(key));
      if (item !== undefined) yield item as T & ItemKey;
    }
  }
}

function named({ pk, sk }: ItemKey): string {
  return `${pk}\n${sk}`;
}

function* groups<T>(all: Iterable<T>, size: number): Generator<readonly T[]> {
  let group: T[] = [];
  for (const one of all) {
    group.push(one);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}
