import { chunkStatusCodes, type MatrixView, type TimelineView, tryKindCodes } from "../../view/matrix.ts";

/** What a sample run is like. */
export interface Simulation {
  readonly tenants: readonly { readonly tenant: string; readonly chunks: number }[];
  readonly stages: number;
  /** How many containers run at once. */
  readonly room: number;
  /** The run is seen at this share of its length. @default 1 */
  readonly seenAt?: number;
  /** Whether this chunk fails in this stage. */
  readonly fails: (tenant: string, chunk: number, stage: number) => boolean;
}

/** Plays a run's chunks: they take turns by tenant, and each goes from stage to stage alone. The same input, the same run. */
export function simulateChunks(simulation: Simulation): { matrix: MatrixView; timeline: TimelineView } {
  const { tenants, stages, room } = simulation;
  const tenantOf = interleaved(tenants.map(({ chunks }) => chunks));
  const tries = play(simulation, tenantOf);
  const end = Math.max(...tries.map(({ endMs }) => endMs));
  const untilMs = Math.round(end * (simulation.seenAt ?? 1));
  const seen = tries.filter(({ startMs }) => startMs < untilMs).sort((a, b) => a.startMs - b.startMs);
  const isOver = untilMs >= end;
  const columns = Array.from({ length: stages }, () =>
    tenantOf.map(() => chunkStatusCodes.waiting as string),
  );
  const counts = Array.from({ length: stages }, (): Record<number, number> => ({}));
  for (const { chunk, stage, endMs, kind } of seen) {
    columns[stage]![chunk] = statusOf(endMs > untilMs ? "RUNNING" : kind);
    counts[stage]![chunk] = (counts[stage]![chunk] ?? 0) + 1;
  }
  for (let stage = 1; stage < stages; stage++) {
    for (const chunk of tenantOf.keys()) {
      const before = columns[stage - 1]![chunk];
      if (before === "f" || before === "n") columns[stage]![chunk] = chunkStatusCodes.notStarted;
    }
  }
  return {
    matrix: {
      chunks: tenantOf.length,
      columns: columns.map((column) => column.join("")),
      tenantOf,
      tries: counts.map((of) => Object.fromEntries(Object.entries(of).filter(([, number]) => number > 1))),
    },
    timeline: {
      chunk: seen.map(({ chunk }) => chunk),
      stage: seen.map(({ stage }) => stage),
      startMs: seen.map(({ startMs }) => startMs),
      endMs: seen.map(({ endMs }) => (endMs > untilMs && !isOver ? -1 : endMs)),
      kinds: seen.map(({ endMs, kind }) => tryKindCodes[endMs > untilMs ? "RUNNING" : kind]).join(""),
      untilMs,
      concurrency: { ...concurrency(seen, untilMs), ceiling: room },
    },
  };
}

interface SimulatedTry {
  readonly chunk: number;
  readonly stage: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly kind: "SUCCEEDED" | "FAILED" | "RECLAIMED";
}

const statusOf = (kind: SimulatedTry["kind"] | "RUNNING") =>
  ({ SUCCEEDED: "s", FAILED: "f", RECLAIMED: "i", RUNNING: "r" })[kind];

function play({ tenants, stages, room, fails }: Simulation, tenantOf: readonly number[]): SimulatedTry[] {
  const random = randomNumbers(7);
  const free = Array.from({ length: room }, () => 20_000 + random() * 4000);
  const tries: SimulatedTry[] = [];
  const ready = tenantOf.map((_, chunk) => ({ chunk, stage: 0, atMs: 0 }));
  const lengths = Array.from({ length: stages }, (_, stage) => [4000, 15_000, 9000][stage % 3]!);
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
    const slot = free.indexOf(Math.min(...free));
    const startMs = Math.round(Math.max(free[slot]!, next.atMs));
    const length = lengths[next.stage]! * (0.6 + random() ** 3 * 2.4);
    const isReclaimed = random() < 0.006;
    const isFailed = fails(tenants[tenantOf[next.chunk]!]!.tenant, next.chunk, next.stage);
    const kind = isReclaimed ? "RECLAIMED" : isFailed ? "FAILED" : "SUCCEEDED";
    const endMs = Math.round(startMs + length * (kind === "SUCCEEDED" ? 1 : 0.5));
    tries.push({ chunk: next.chunk, stage: next.stage, startMs, endMs, kind });
    free[slot] = endMs + 300;
    const following = {
      ...next,
      stage: kind === "RECLAIMED" ? next.stage : next.stage + 1,
      atMs: endMs + 2000,
    };
    // A chunk goes on soon after its stage, among those that wait.
    if (kind !== "FAILED" && following.stage < stages) {
      ready.splice(Math.min(ready.length, Math.floor(room * 1.5)), 0, following);
    }
  }
  return tries;
}

function concurrency(tries: readonly SimulatedTry[], untilMs: number) {
  const changes = tries
    .flatMap(({ startMs, endMs }) => [
      { atMs: startMs, by: 1 },
      { atMs: endMs, by: -1 },
    ])
    .filter(({ atMs }) => atMs <= untilMs)
    .sort((a, b) => a.atMs - b.atMs);
  const atMs = [0];
  const containers = [0];
  for (const change of changes) {
    const now = containers[containers.length - 1]! + change.by;
    if (atMs[atMs.length - 1] === change.atMs) containers[containers.length - 1] = now;
    else {
      atMs.push(change.atMs);
      containers.push(now);
    }
  }
  return { atMs, containers, vcpus: containers };
}

/** The tenant of each chunk: tenants take turns. */
function interleaved(counts: readonly number[]): number[] {
  const turns = counts.flatMap((count, tenant) =>
    Array.from({ length: count }, (_, turn) => ({ tenant, turn })),
  );
  return turns.sort((a, b) => a.turn - b.turn).map(({ tenant }) => tenant);
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
