declare const evaluatesTo: unique symbol;
declare const omittable: unique symbol;

/** Any expression of a `T`. Use it for parameters; return `Expr<T>`. */
export interface EvaluatesTo<out T> {
  readonly [evaluatesTo]: T;
}

/** A value that may be absent, for an optional field of an object literal. Its key is then left out. */
export interface Omittable<out T> {
  readonly [omittable]: T;
}

/** A value that exists only while the machine runs: the result of a state, the machine's input, a field of either. Fields are
 * read as in TypeScript (`plan.shards`), operations are method calls (`plan.chunks.eq(0)`). Both compile to JSONata. It is not
 * the value: `if (plan.ready)` is always true, and a JavaScript template literal throws (use `text`). */
export type Expr<T> = EvaluatesTo<T> & Operations<T>;

/** An `Expr<T>`, or a literal of `T` that may have expressions anywhere inside. */
export type Value<T> = EvaluatesTo<T> | Literal<T>;

/** A literal of any shape with expressions in it. None of them may be absent. */
export type AnyValue =
  | EvaluatesTo<NonNullable<unknown> | null>
  | string
  | number
  | boolean
  | null
  | readonly AnyValue[]
  | { readonly [key: string]: AnyValue | Omittable<unknown> | undefined };

type Literal<T> = unknown extends T
  ? AnyValue
  : T extends string | number | boolean | null
    ? T
    : T extends readonly unknown[]
      ? { readonly [I in keyof T]: Value<T[I]> }
      : T extends object
        ? { readonly [K in keyof T]: FieldValue<T[K]> }
        : never;

type FieldValue<T> = undefined extends T
  ? Value<Exclude<T, undefined>> | Omittable<Exclude<T, undefined>> | undefined
  : Value<T>;

/** The run-time type of a `V`: every expression is replaced by the type that it evaluates to. */
export type Evaluated<V> = [AnyValue] extends [V] ? unknown : EvaluatedEach<V>;

type EvaluatedEach<V> =
  V extends EvaluatesTo<infer T>
    ? T
    : V extends string | number | boolean | null
      ? V
      : V extends readonly unknown[]
        ? { -readonly [I in keyof V]: Evaluated<V[I]> }
        : V extends object
          ? EvaluatedObject<V>
          : never;

type EvaluatedObject<V> = Flat<
  { [K in keyof V as V[K] extends Omittable<unknown> ? never : K]: Evaluated<V[K]> } & {
    [K in keyof V as V[K] extends Omittable<unknown> ? K : never]?: V[K] extends Omittable<infer T>
      ? T
      : never;
  }
>;

type Flat<T> = { [K in keyof T]: T[K] };

type Operations<T> = unknown extends T
  ? unknown
  : [T] extends [never]
    ? unknown
    : undefined extends T
      ? OptionalOperations<T> & OptionalFields<NonNullable<T>>
      : null extends T
        ? OptionalOperations<T> & OptionalFields<NonNullable<T>>
        : [T] extends [boolean]
          ? BooleanOperations
          : [T] extends [number]
            ? NumberOperations
            : [T] extends [string]
              ? StringOperations<T>
              : [T] extends [readonly (infer E)[]]
                ? number extends T["length"]
                  ? ArrayOperations<E> & ElementOperations<E>
                  : TupleOperations<T, E>
                : Fields<T>;

type Fields<T> = T extends object ? { readonly [K in keyof T]-?: Expr<T[K]> } : unknown;

/** A field of an absent value is absent, too. */
type OptionalFields<T> = T extends readonly unknown[]
  ? unknown
  : T extends object
    ? { readonly [K in keyof T]-?: Expr<T[K] | undefined> }
    : unknown;

/** Operations of a value that may be absent or null. A state fails when its expression has no value, so one of these is needed. */
interface OptionalOperations<T> {
  /** Whether it is present and not null. @example m.input.note.isPresent() */
  isPresent(): Expr<boolean>;
  /** The value, or `fallback` when it is absent or null. @example m.input.note.orElse("none") */
  orElse(fallback: Value<NonNullable<T>>): Expr<NonNullable<T>>;
  /** The value, or null when it is absent. @example m.pass("Note", m.input.note.orNull()) */
  orNull(): Expr<Exclude<T, undefined> | null>;
  /** Leaves the key out of the object literal when the value is absent. @example { note: m.input.note.orOmit() } */
  orOmit(): Omittable<Exclude<T, undefined>>;
}

interface BooleanOperations {
  /** True when this and all `others` are. @example paid.and(total.gt(100)) */
  and(...others: Value<boolean>[]): Expr<boolean>;
  /** True when this or one of `others` is. @example paid.or(total.eq(0)) */
  or(...others: Value<boolean>[]): Expr<boolean>;
  /** @example paid.not() */
  not(): Expr<boolean>;
  /** @example paid.eq(false) */
  eq(other: Value<boolean>): Expr<boolean>;
}

interface NumberOperations {
  /** @example chunks.eq(0) */
  eq(other: Value<number>): Expr<boolean>;
  /** @example chunks.ne(0) */
  ne(other: Value<number>): Expr<boolean>;
  /** @example chunks.lt(10) */
  lt(other: Value<number>): Expr<boolean>;
  /** @example chunks.lte(10) */
  lte(other: Value<number>): Expr<boolean>;
  /** @example chunks.gt(10) */
  gt(other: Value<number>): Expr<boolean>;
  /** @example chunks.gte(10) */
  gte(other: Value<number>): Expr<boolean>;
  /** @example euros.plus(5) */
  plus(other: Value<number>): Expr<number>;
  /** @example euros.minus(5) */
  minus(other: Value<number>): Expr<number>;
  /** @example euros.times(line.count) */
  times(other: Value<number>): Expr<number>;
  /** Fails the state with States.QueryEvaluationError when `other` is 0. @example euros.dividedBy(2) */
  dividedBy(other: Value<number>): Expr<number>;
  /** The remainder, with the sign of this number. @example index.modulo(2) */
  modulo(other: Value<number>): Expr<number>;
  /** Rounds down. @example euros.floor() */
  floor(): Expr<number>;
  /** Rounds up. @example euros.ceil() */
  ceil(): Expr<number>;
  /** Without its sign. @example difference.abs() */
  abs(): Expr<number>;
  /** Rounds to `decimals`, and half-way numbers to the even neighbour. `decimals` is 0 by default. @example euros.round(2) */
  round(decimals?: Value<number>): Expr<number>;
}

interface StringOperations<T extends string = string> {
  /** @example sku.eq("gold") */
  eq(other: Value<T>): Expr<boolean>;
  /** @example sku.ne("gold") */
  ne(other: Value<T>): Expr<boolean>;
  /** Whether it has `part`. @example error.Cause.contains("no such sku") */
  contains(part: Value<string>): Expr<boolean>;
  /** @example key.startsWith("images/") */
  startsWith(part: Value<string>): Expr<boolean>;
  /** @example key.endsWith(".csv") */
  endsWith(part: Value<string>): Expr<boolean>;
  /** Replaces every occurrence of `part`, which must not be empty. @example name.replace(".", "-") */
  replace(part: Value<string>, replacement: Value<string>): Expr<string>;
  /** The number of characters (Unicode code points). @example sku.length() */
  length(): Expr<number>;
  /** At most `length` characters from `start`: 0 is the first and −1 the last. @example cause.substring(0, 100) */
  substring(start: Value<number>, length?: Value<number>): Expr<string>;
  /** @example sku.uppercase() */
  uppercase(): Expr<string>;
  /** @example sku.lowercase() */
  lowercase(): Expr<string>;
  /** Without white space at its ends, and with single spaces inside. @example name.trim() */
  trim(): Expr<string>;
  /** Fails the state with States.QueryEvaluationError when it is not a number. @example row.price.toNumber() */
  toNumber(): Expr<number>;
  /** The parts between occurrences of `separator`. @example tags.split(",") */
  split(separator: Value<string>): Expr<string[]>;
}

/** Operations of an array with known length and types by position, for example the result of `parallel`. */
interface TupleOperations<T extends readonly unknown[], E> extends Omit<ArrayOperations<E>, "at"> {
  /** The element at `index`, from 0. @example both.at(0) */
  at<I extends TupleIndex<T>>(index: I): Expr<T[I]>;
}

type TupleIndex<T extends readonly unknown[]> = Exclude<Partial<T>["length"], T["length"]> & number;

interface ArrayOperations<E> {
  /** The number of elements. @example lines.count() */
  count(): Expr<number>;
  /** The element at `index`, from 0, or from the end when negative. Absent when there is none. @example lines.at(-1) */
  at(index: Value<number>): Expr<E | undefined>;
  /** Whether an element equals `value`. For scalars only: JSONata's `in` does not compare objects. @example skus.includes("a") */
  includes(value: E extends string | number | boolean ? Value<E> : never): Expr<boolean>;
  /** An array of the values that `transform` returns. @example lines.map((line) => line.sku) */
  map<V extends AnyValue>(transform: (element: Expr<E>, index: Expr<number>) => V): Expr<Evaluated<V>[]>;
  /** The elements for which `keep` is true. @example lines.filter((line) => line.count.gt(1)) */
  filter(keep: (element: Expr<E>, index: Expr<number>) => Value<boolean>): Expr<E[]>;
  /** Its elements, then the elements of `other`. @example skus.concat(["a"]) */
  concat(other: Value<readonly E[]>): Expr<E[]>;
  /** Without repeated values. @example skus.distinct() */
  distinct(): Expr<E[]>;
}

type ElementOperations<E> = [E] extends [number]
  ? NumbersOperations
  : [E] extends [string]
    ? StringsOperations
    : unknown;

interface NumbersOperations {
  /** The sum of the elements; 0 when there are none. @example prices.sum() */
  sum(): Expr<number>;
  /** The greatest element; absent when there are none. @example prices.max().orElse(0) */
  max(): Expr<number | undefined>;
  /** The least element; absent when there are none. @example prices.min().orElse(0) */
  min(): Expr<number | undefined>;
}

interface StringsOperations {
  /** The elements in one string, with `separator` between them. @example skus.join(", ") */
  join(separator: Value<string>): Expr<string>;
}
