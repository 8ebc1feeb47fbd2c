import {
  CastContext,
  FunctionCallContext,
  NamedQueryContext,
  PredicatedContext,
  QuerySpecificationContext,
  StringLiteralContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { aggregateFunctions } from './functions.ts';
import { descend, type Node } from './tree.ts';

/**
 * Checks what a query gives out: an aggregate has one type on DuckDB and another on Trino, and a text literal
 * has its length in its type, unless they are cast. One that a `with` query computes may be cast where it is
 * computed or where it is given out.
 */
export function checkOutput(program: Node, report: (node: Node, message: string) => void): void {
  const uncast = new Set<string>();
  for (const [node] of descend(program)) {
    if (!(node instanceof NamedQueryContext)) continue;
    for (const item of listItems(node)) {
      const name = toName(item);
      if (findUncastAggregate(item) && name !== undefined) uncast.add(name);
    }
  }
  for (const item of listOutput(program)) {
    const aggregate = findUncastAggregate(item);
    if (aggregate) {
      report(
        item,
        `${aggregate.getText()}: its type differs; write cast(${aggregate.getText()} as bigint), or as decimal(38, s)`,
      );
      continue;
    }
    const value = toValue(item);
    const [last = ''] = value.getText().split('.').slice(-1);
    if (isColumn(value) && uncast.has(last)) {
      report(
        item,
        `${value.getText()}: an aggregate whose type differs; write cast(${value.getText()} as bigint), or as decimal(38, s)`,
      );
    }
    if (isTextLiteral(value)) {
      report(
        item,
        `${value.getText()}: its length is part of its type on Trino; write cast(${value.getText()} as varchar)`,
      );
    }
  }
}

/** The select items of the query itself, of each part of a union. */
function listOutput(node: Node): Node[] {
  if (node instanceof NamedQueryContext) return [];
  if (node instanceof QuerySpecificationContext) return [...node.selectList().selectItem()];
  return (node.children ?? []).flatMap(listOutput);
}

/** The select items of a `with` query, of each part of a union. */
function listItems(node: Node): Node[] {
  return (node.children ?? []).flatMap(listOutput);
}

function findUncastAggregate(item: Node): Node | undefined {
  for (const [node, above] of descend(item)) {
    if (!(node instanceof FunctionCallContext)) continue;
    const isAggregate = aggregateFunctions.has(node.functionName().getText().toLowerCase());
    const isGivenOut = !above.some((each) => each instanceof CastContext || isCompared(each));
    if (isAggregate && isGivenOut) return node;
  }
  return undefined;
}

/** A comparison gives a boolean, whatever it compares. */
function isCompared(node: Node): boolean {
  return node instanceof PredicatedContext && (node.children ?? []).length > 1;
}

function toValue(item: Node): Node {
  return item.children?.[0] ?? item;
}

function toName(item: Node): string | undefined {
  const text = item.children?.at(-1)?.getText();
  return text?.split('.').at(-1);
}

function isColumn(node: Node): boolean {
  return /^\w+(\.\w+)*$/.test(node.getText());
}

function isTextLiteral(node: Node): boolean {
  const innermost = [...descend(node)]
    .map(([each]) => each)
    .find((each) => each instanceof StringLiteralContext);
  return innermost !== undefined && innermost.getText() === node.getText();
}
