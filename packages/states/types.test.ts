import { expect } from "chai";
import {
  conditional,
  type Expr,
  lambdaFunction,
  type Machine,
  machine,
  merge,
  text,
  token,
  typed,
} from "./index.ts";

interface Order {
  readonly id: string;
  readonly total: number;
  readonly paid: boolean;
  readonly note?: string;
  readonly lines: readonly { readonly sku: string; readonly count: number }[];
  readonly customer: { readonly name: string; readonly vat?: string } | null;
}
interface Input {
  readonly order: Order;
  readonly limit?: number;
}

const price = lambdaFunction<{ readonly id: string; readonly coupon?: string }, { readonly euros: number }>(
  token("price"),
);

/** The compiler tests these: each block has lines that compile and lines that must not. */
const promise = (_describe: (m: Machine<Input>) => void) => {
  // Never described: only the types count.
};
const number = (_: Expr<number>) => {};
const string = (_: Expr<string>) => {};

describe("the builder's types", () => {
  it("know the fields of the input, of results and of their parts", () => {
    promise((m) => {
      string(m.input.order.id);
      // @ts-expect-error there is no such field
      m.input.order.number;
      number(m.invoke("Price", price, { id: m.input.order.id }).euros);
      // @ts-expect-error a number is not a string
      string(m.invoke("Price again", price, { id: "1" }).euros);
    });
  });

  it("require the payload of a function", () => {
    promise((m) => {
      m.invoke("Literal", price, { id: "1" });
      m.invoke("Expression", price, { id: m.input.order.id, coupon: text`C${m.input.order.total}` });
      // @ts-expect-error the id is missing
      m.invoke("Missing", price, {});
      // @ts-expect-error the id is a string
      m.invoke("Wrong literal", price, { id: 1 });
      // @ts-expect-error the id is a string
      m.invoke("Wrong expression", price, { id: m.input.order.total });
      // @ts-expect-error a misspelled field
      m.invoke("Unknown", price, { id: "1", cupon: "x" });
    });
  });

  it("do not accept an optional value where a value is required", () => {
    promise((m) => {
      // @ts-expect-error the note may be absent
      m.invoke("Absent", price, { id: m.input.order.note });
      m.invoke("Fallback", price, { id: m.input.order.note.orElse("none") });
      m.invoke("Omitted", price, { id: "1", coupon: m.input.order.note.orOmit() });
      // @ts-expect-error the id must be there
      m.invoke("Omitted by mistake", price, { id: m.input.order.note.orOmit() });
      // @ts-expect-error arithmetic with an optional value
      m.input.limit.plus(1);
      number(m.input.limit.orElse(10).plus(1));
      // @ts-expect-error an absent value is no state's value
      m.pass("Nothing", m.input.limit);
      m.pass("Null", m.input.limit.orNull());
    });
  });

  it("read fields of optional values, which are optional, too", () => {
    promise((m) => {
      string(m.input.order.customer.vat.orElse("none"));
      // @ts-expect-error the customer may be null
      string(m.input.order.customer.name);
      string(m.input.order.customer.name.orElse("unknown"));
    });
  });

  it("offer each type its own operations", () => {
    promise((m) => {
      m.input.order.total.gt(100).and(m.input.order.paid);
      // @ts-expect-error a string has no arithmetic
      m.input.order.id.plus(1);
      // @ts-expect-error a number is not compared with a string
      m.input.order.total.eq("100");
      // @ts-expect-error a number is not a condition
      m.input.order.paid.and(m.input.order.total);
      // @ts-expect-error an array is counted
      m.input.order.lines.length();
      number(m.input.order.lines.count());
    });
  });

  it("carry element types through arrays", () => {
    promise((m) => {
      const { lines } = m.input.order;
      const skus: Expr<string[]> = lines.filter((line) => line.count.gt(1)).map((line) => line.sku);
      // @ts-expect-error lines have no price
      lines.map((line) => line.price);
      // @ts-expect-error a filter says yes or no
      lines.filter((line) => line.count);
      // @ts-expect-error there may be no such element
      string(skus.at(0));
      string(skus.at(0).orElse(""));
      // @ts-expect-error skus are strings
      skus.includes(1);
    });
  });

  it("infer the type of an object literal with expressions", () => {
    promise((m) => {
      const made = m.pass("Make", {
        sum: m.input.order.total,
        nested: { list: [m.input.order.id], fixed: 1 },
      });
      number(made.sum);
      string(made.nested.list.at(0).orElse(""));
      // @ts-expect-error sum is a number
      string(made.sum);
      const optional = m.pass("Optional", { note: m.input.order.note.orOmit() });
      string(optional.note.orElse(""));
      // @ts-expect-error an omitted value is absent
      string(optional.note);
    });
  });

  it("infer an array from the block of a map", () => {
    promise((m) => {
      const prices = m.map("Each line", m.input.order.lines, (each, line, index) => {
        number(index);
        const { euros } = each.invoke("Price line", price, { id: line.sku });
        return { euros, sku: line.sku };
      });
      number(prices.at(0).euros.orElse(0));
      // @ts-expect-error only arrays can be mapped
      m.map("Each what?", m.input.order, () => {});
      // @ts-expect-error lines have no id
      m.map("Each wrong", m.input.order.lines, (_each, line) => line.id);
    });
  });

  it("infer a tuple from a parallel", () => {
    promise((m) => {
      const both = m.parallel("Both", [
        (a) => a.pass("One", 1 as number),
        (b) => b.pass("Two", "two" as string),
      ]);
      number(both.at(0));
      string(both.at(1));
      // @ts-expect-error the first is a number
      string(both.at(0));
      // @ts-expect-error there are two
      both.at(2);
    });
  });

  it("infer a union from the branches of a choice, without those that end", () => {
    promise((m) => {
      const size = m
        .choose("How big?")
        .when(m.input.order.total.gt(100), () => ({ big: true as boolean }))
        .when(m.input.order.total.lt(0), (negative) => negative.fail("Negative", { error: "E", cause: "c" }))
        .otherwise(() => ({ big: false as boolean }));
      m.choose("So?").when(size.big, (then) => then.succeed("Big"));
      // @ts-expect-error a condition is a boolean
      m.choose("What?").when(m.input.order.total, () => {});
      // @ts-expect-error without otherwise nothing may come of it
      m.choose("Half?").when(size.big, () => 1).big;
    });
  });

  it("know the fields of a caught error", () => {
    promise((m) => {
      m.attempt(
        "Try",
        (body) => body.invoke("Price", price, { id: "1" }).euros,
        (_handler, error) => {
          string(error.Cause);
          // @ts-expect-error an error has Error and Cause
          error.message;
          return 0;
        },
      );
    });
  });

  it("know the stages of a chain", () => {
    promise((m) => {
      const jobDefinition = token("definition");
      const options = { jobQueue: token("queue"), size: m.input.order.total };
      const outcome = m.batchChain(
        "Chain",
        { a: { jobDefinition }, b: { jobDefinition, needs: ["a"] } },
        options,
      );
      string(outcome.jobs.a.orElse(""));
      // @ts-expect-error there is no stage c
      outcome.jobs.c;
      // @ts-expect-error a stage needs one that exists
      m.batchChain("Wrong", { a: { jobDefinition }, b: { jobDefinition, needs: ["c"] } }, options);
      // @ts-expect-error a queue is an ARN
      m.batchChain("Queue", { a: { jobDefinition, jobQueue: 1 } }, options);
      // @ts-expect-error a share is named
      m.batchChain("Share", { a: { jobDefinition } }, { ...options, shareIdentifier: 1 });
      // @ts-expect-error the size is a number
      m.batchChain("Size", { a: { jobDefinition } }, { ...options, size: m.input.order.id });
    });
  });

  it("infer the types of conditionals and of merged objects", () => {
    promise((m) => {
      const either = conditional(m.input.order.paid, "yes", "no");
      const word: Expr<"yes" | "no"> = either;
      string(word);
      // @ts-expect-error a condition is a boolean
      conditional(m.input.order.total, 1, 2);
      const merged = merge({ a: 1 as number, b: "x" as string }, { b: 2 as number });
      number(merged.b);
      number(merged.a);
      // @ts-expect-error the second b wins
      string(merged.b);
    });
  });

  it("check a literal against a named type", () => {
    promise((m) => {
      const order: Expr<{ id: string; note?: string }> = typed<{ id: string; note?: string }>({
        id: m.input.order.id,
      });
      string(order.note.orElse(""));
      // @ts-expect-error the id is missing
      typed<{ id: string; note?: string }>({ note: "x" });
    });
  });

  it("hide the methods that record states from authors", () => {
    promise((m) => {
      // @ts-expect-error a step is added by a method of its own
      m.add({ kind: "succeed", name: "Done", place: undefined });
      // @ts-expect-error variables are set by `set`
      m.assign("Set", []);
      // @ts-expect-error blocks are described by maps, choices and the like
      m.nested(() => {});
      // @ts-expect-error blocks are checked when states are added
      m.refuseUnlessOpen("Done");
      m.map("Each", m.input.order.lines, (each) => {
        // @ts-expect-error inner blocks hide it, too
        each.add({ kind: "succeed", name: "Done", place: undefined });
      });
    });
  });

  it("declare machines with one input", () => {
    const declaration = machine<Input>((m) => {
      m.succeed("Done", m.input.order.id);
    });
    expect(declaration).to.have.property("describe");
  });
});
