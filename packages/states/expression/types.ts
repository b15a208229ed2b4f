declare const evaluatesTo: unique symbol;
declare const omittable: unique symbol;

/** Anything that gives a `T` when the machine runs. Accept this in parameters; hand out `Expr<T>`. */
export interface EvaluatesTo<out T> {
  readonly [evaluatesTo]: T;
}

/** A value that may be absent, with leave to drop its key: allowed where an object literal's field is optional. */
export interface Omittable<out T> {
  readonly [omittable]: T;
}

/**
 * A value that exists only while the machine runs: the result of a state, the machine's input, a field of either. Fields are
 * read as in TypeScript (`plan.shards`), operations are method calls (`plan.chunks.eq(0)`); both compile to JSONata.
 *
 * It is not the value: `if (plan.ready)` is always true, and a JavaScript template literal refuses it (use `text`).
 */
export type Expr<T> = EvaluatesTo<T> & Operations<T>;

/** An `Expr<T>`, or a literal of `T` that may have expressions anywhere inside. */
export type Value<T> = EvaluatesTo<T> | Literal<T>;

/** A literal of any shape with expressions in it; none of them may be absent. */
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

/** What the machine has at run time for a value of type `V`: `V` with every expression replaced by what it evaluates to. */
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

/** Reading a field of what may be absent gives what may be absent. */
type OptionalFields<T> = T extends readonly unknown[]
  ? unknown
  : T extends object
    ? { readonly [K in keyof T]-?: Expr<T[K] | undefined> }
    : unknown;

/** Of a value that may be absent or null. One of these makes it safe: a state whose expression gives nothing fails. */
export interface OptionalOperations<T> {
  /** Whether it is there and not null. */
  isPresent(): Expr<boolean>;
  /** The value, or `fallback` where it is absent or null. */
  orElse(fallback: Value<NonNullable<T>>): Expr<NonNullable<T>>;
  /** The value, or null where it is absent. */
  orNull(): Expr<Exclude<T, undefined> | null>;
  /** For an optional field of an object literal: the key is left out where the value is absent. */
  orOmit(): Omittable<Exclude<T, undefined>>;
}

export interface BooleanOperations {
  /** True when this and all `others` are. */
  and(...others: Value<boolean>[]): Expr<boolean>;
  /** True when this or one of `others` is. */
  or(...others: Value<boolean>[]): Expr<boolean>;
  not(): Expr<boolean>;
  eq(other: Value<boolean>): Expr<boolean>;
}

export interface NumberOperations {
  eq(other: Value<number>): Expr<boolean>;
  ne(other: Value<number>): Expr<boolean>;
  lt(other: Value<number>): Expr<boolean>;
  lte(other: Value<number>): Expr<boolean>;
  gt(other: Value<number>): Expr<boolean>;
  gte(other: Value<number>): Expr<boolean>;
  plus(other: Value<number>): Expr<number>;
  minus(other: Value<number>): Expr<number>;
  times(other: Value<number>): Expr<number>;
  /** Fails the state with States.QueryEvaluationError when `other` is 0. */
  dividedBy(other: Value<number>): Expr<number>;
  /** The remainder, with the sign of this number. */
  modulo(other: Value<number>): Expr<number>;
  /** The next whole number below. */
  floor(): Expr<number>;
  /** The next whole number above. */
  ceil(): Expr<number>;
  /** Without its sign. */
  abs(): Expr<number>;
  /** To so many decimals; what is half-way goes to the even neighbour, as in JSONata. @default 0 */
  round(decimals?: Value<number>): Expr<number>;
}

export interface StringOperations<T extends string = string> {
  eq(other: Value<T>): Expr<boolean>;
  ne(other: Value<T>): Expr<boolean>;
  /** Whether `part` occurs in it. */
  contains(part: Value<string>): Expr<boolean>;
  startsWith(part: Value<string>): Expr<boolean>;
  endsWith(part: Value<string>): Expr<boolean>;
  /** With every occurrence of `part`, which is not empty, replaced. */
  replace(part: Value<string>, replacement: Value<string>): Expr<string>;
  /** How many characters (Unicode code points) it has. */
  length(): Expr<number>;
  /** The characters from `start`, 0 being the first and −1 the last; at most `length` of them. */
  substring(start: Value<number>, length?: Value<number>): Expr<string>;
  uppercase(): Expr<string>;
  lowercase(): Expr<string>;
  /** Without white space at either end, and with single spaces in between. */
  trim(): Expr<string>;
  /** The number that it writes. Fails the state with States.QueryEvaluationError when it writes none. */
  toNumber(): Expr<number>;
  /** The pieces between occurrences of `separator`. */
  split(separator: Value<string>): Expr<string[]>;
}

/** Of an array whose length and types by position are known, for example the result of `parallel`. */
export interface TupleOperations<T extends readonly unknown[], E> extends Omit<ArrayOperations<E>, "at"> {
  /** The element at `index`, from 0. */
  at<I extends TupleIndex<T>>(index: I): Expr<T[I]>;
}

type TupleIndex<T extends readonly unknown[]> = Exclude<Partial<T>["length"], T["length"]> & number;

export interface ArrayOperations<E> {
  /** How many elements it has. */
  count(): Expr<number>;
  /** The element at `index`, from 0; negative counts from the end; absent when there is none. */
  at(index: Value<number>): Expr<E | undefined>;
  /** Whether an element equals `value`. Of scalars only: JSONata's `in` does not look into objects. */
  includes(value: E extends string | number | boolean ? Value<E> : never): Expr<boolean>;
  /** An array of what `transform` makes of each element. */
  map<V extends AnyValue>(transform: (element: Expr<E>, index: Expr<number>) => V): Expr<Evaluated<V>[]>;
  /** The elements for which `keep` is true. */
  filter(keep: (element: Expr<E>, index: Expr<number>) => Value<boolean>): Expr<E[]>;
  /** Its elements, then those of `other`. */
  concat(other: Value<readonly E[]>): Expr<E[]>;
  /** Its elements, each value once. */
  distinct(): Expr<E[]>;
}

type ElementOperations<E> = [E] extends [number]
  ? NumbersOperations
  : [E] extends [string]
    ? StringsOperations
    : unknown;

export interface NumbersOperations {
  /** The sum of the elements, 0 of none. */
  sum(): Expr<number>;
  /** The greatest element; absent when there is none. */
  max(): Expr<number | undefined>;
  /** The least element; absent when there is none. */
  min(): Expr<number | undefined>;
}

export interface StringsOperations {
  /** The elements one after the other, with `separator` between them. */
  join(separator: Value<string>): Expr<string>;
}
