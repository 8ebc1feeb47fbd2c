import {
  ArithmeticBinaryContext,
  BackQuotedIdentifierContext,
  CastContext,
  ComparisonContext,
  DistinctFromContext,
  FunctionCallContext,
  PredicatedContext,
  QuerySpecificationContext,
  SelectAllWithoutTableContext,
  SelectItemContext,
  StringLiteralContext,
  TableAllColumnsContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { checkOutput } from './check-output.ts';
import { explainSyntax } from './explain-syntax.ts';
import { insteadOfFunctions, insteadOfTypes, sharedFunctions, sharedTypes } from './functions.ts';
import { descend, isNode, type Node } from './tree.ts';

/** What is outside of the SQL that DuckDB and Trino share. */
export interface DialectFault {
  /** From 1. */
  readonly line: number;
  /** What it is and what to write instead. */
  readonly message: string;
}

/**
 * Checks one query against the SQL that both engines run alike, by Trino's own grammar: what it cannot parse,
 * and what it parses but DuckDB lacks, or evaluates to another type or value.
 *
 * @returns the faults in the order of their lines
 */
export function checkDialect(sql: string): DialectFault[] {
  const parser = new TrinoSQL();
  const syntax = parser.validate(sql);
  if (syntax.length > 0) return syntax.slice(0, 1).map((error) => explainSyntax(sql, error));
  const program: unknown = parser.parse(sql);
  if (!isNode(program)) throw new Error('expected a tree');
  const faults: DialectFault[] = [];
  const report = (node: Node, message: string) => faults.push({ line: node.start?.line ?? 0, message });
  for (const [node, above] of descend(program)) {
    const message = checkNode(node, above);
    if (message !== undefined) report(node, message);
  }
  checkOutput(program, report);
  if (/;\s*$/.test(sql)) faults.push({ line: sql.split('\n').length, message: 'leave out the closing ;' });
  return faults.sort((a, b) => a.line - b.line);
}

/** @param above the nodes around it, the nearest last */
function checkNode(node: Node, above: readonly Node[]): string | undefined {
  if (node instanceof SelectAllWithoutTableContext || node instanceof TableAllColumnsContext) {
    return `${node.getText()}: name the columns; a view whose tables gain one is stale`;
  }
  if (node instanceof BackQuotedIdentifierContext) return `${node.getText()}: write "name"`;
  if (node instanceof FunctionCallContext) return checkFunction(node, above);
  if (node instanceof ArithmeticBinaryContext) return checkDivision(node);
  if (node instanceof CastContext) return checkCast(node);
  if (node instanceof DistinctFromContext) {
    return 'is distinct from: write coalesce(a, 0) = coalesce(b, 0) and (a is null) = (b is null); Trino makes no hash join of it, and none of it at all where every key is NULL (trinodb/trino#26257)';
  }
  if (node instanceof PredicatedContext) return checkDateComparison(node);
  if (node instanceof QuerySpecificationContext) return checkGroups(node);
  return undefined;
}

function checkFunction(node: FunctionCallContext, above: readonly Node[]): string | undefined {
  const name = node.functionName().getText().toLowerCase();
  if (!sharedFunctions.has(name)) {
    const instead = insteadOfFunctions[name] ?? `one of ${[...sharedFunctions].join(', ')}`;
    return `${name}(): not the same on both engines; write ${instead}`;
  }
  if (name !== 'date_trunc') return undefined;
  const cast = above.findLast((each) => each instanceof CastContext);
  const isCast = cast instanceof CastContext && cast.expression().getText() === node.getText();
  const type = isCast && cast.type().getText().toLowerCase();
  if (type === 'date' || type === wholeMilliseconds) return undefined;
  return `${node.getText()}: a date or a timestamp of other precision; write cast(${node.getText()} as date), or as ${wholeMilliseconds} for hours`;
}

function checkDivision(node: ArithmeticBinaryContext): string | undefined {
  if (!node.SLASH()) return undefined;
  const [left = '', right = ''] = node.valueExpression().map((side) => side.getText().toLowerCase());
  if (/^cast\(.*asdouble\)$/.test(left) && /^nullif\(.*,0\)$/.test(right)) return undefined;
  return '/: 7 / 2 is 3 on Trino and 3.5 on DuckDB, and x / 0 fails or is infinite; write cast(a as double) / nullif(b, 0)';
}

/** What both engines call the type of a time, and cast to alike where it is whole hours: they round other times unlike. */
const wholeMilliseconds = 'timestamp(3)';

function checkCast(node: CastContext): string | undefined {
  const type = node.type().getText().toLowerCase();
  const ofWholeHours = node.expression().getText().toLowerCase().startsWith('date_trunc(');
  return ofWholeHours && type === wholeMilliseconds ? undefined : checkType(type);
}

function checkType(type: string): string | undefined {
  if (sharedTypes.test(type)) return undefined;
  const instead = insteadOfTypes[type] ?? 'bigint, integer, double, boolean, varchar, date or decimal(p, s)';
  return `cast as ${type}: not the same on both engines; write ${instead}`;
}

/** Trino compares no date with a text. */
function checkDateComparison(node: PredicatedContext): string | undefined {
  const compared = (node.children ?? []).find((child) => child instanceof ComparisonContext);
  if (!compared) return undefined;
  const column = node.children?.[0]?.getText() ?? '';
  const text = [...descend(compared)]
    .map(([each]) => each)
    .find((each) => each instanceof StringLiteralContext);
  if (
    !text ||
    !/(_date|_dt|_start)"?$/.test(column) ||
    compared.getText().replace(/^[<>=!]+/, '') !== text.getText()
  ) {
    return undefined;
  }
  return `${column} compared with a text, which Trino refuses; write date ${text.getText()}`;
}

/** Trino knows no alias of the select list there. */
function checkGroups(node: QuerySpecificationContext): string | undefined {
  const groups = (node.groupBy()?.groupingElement() ?? []).map((group) => group.getText());
  const items = node
    .selectList()
    .selectItem()
    .filter((item) => item instanceof SelectItemContext);
  for (const [at, item] of items.entries()) {
    const alias = item.identifier()?.getText();
    const value = item.selectExpressionColumnName()?.getText() ?? item.getText();
    const isOwnName = alias !== undefined && (value === alias || value.endsWith(`.${alias}`));
    if (alias !== undefined && !isOwnName && groups.includes(alias)) {
      return `group by ${alias}: an alias, which Trino does not know there; write its place, ${at + 1}`;
    }
  }
  return undefined;
}
