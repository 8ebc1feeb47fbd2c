import { AthenaClient } from '@aws-sdk/client-athena';
import { describe, expect, test } from 'vitest';
import { collectRows } from '../../../client/queries/result.ts';
import { runAthena } from '../../../client/queries/run-athena.ts';

/** An Athena that gives one query's result in two pages, or fails. */
function createAthena(states: string[], reason = ''): { client: AthenaClient; sent: unknown[] } {
  const sent: unknown[] = [];
  const columns = [
    { Name: 'player_code', Type: 'varchar' },
    { Name: 'bets_count', Type: 'bigint' },
    { Name: 'amount', Type: 'decimal', Precision: 38, Scale: 5 },
    { Name: 'last_event_dt', Type: 'timestamp' },
  ];
  const toRow = (values: (string | undefined)[]) => ({
    Data: values.map((VarCharValue) => ({ VarCharValue })),
  });
  const pages: Record<string, unknown> = {
    first: {
      NextToken: 'second',
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: columns },
        Rows: [
          toRow(['player_code', 'bets_count', 'amount', 'last_event_dt']),
          toRow(['A', '9007199254740993', '12345678901234567890.12345', '2021-10-04 12:02:26.000']),
          toRow([undefined, undefined, undefined, undefined]),
        ],
      },
    },
    second: { ResultSet: { Rows: [toRow(['\ufeffA', '0', '-0.00001', '2021-10-04 12:02:26.500'])] } },
  };
  const send = async (command: { constructor: { name: string }; input: { NextToken?: string } }) => {
    sent.push(command.input);
    switch (command.constructor.name) {
      case 'StartQueryExecutionCommand':
        return { QueryExecutionId: 'q' };
      case 'GetQueryExecutionCommand':
        return {
          QueryExecution: {
            Status: { State: states.length > 1 ? states.shift() : states[0], StateChangeReason: reason },
            Statistics: { DataScannedInBytes: 123, TotalExecutionTimeInMillis: 5 },
          },
        };
      default:
        return pages[command.input.NextToken ?? 'first'];
    }
  };
  // The SDK's paging checks that a client is one.
  return { client: Object.assign(Object.create(AthenaClient.prototype), { send }), sent };
}

/** An Athena whose every query succeeds with these pages. */
function createAthenaOf(
  columns: readonly object[],
  pages: readonly (readonly (readonly (string | null)[])[])[],
): { client: AthenaClient } {
  const send = async (command: { constructor: { name: string }; input: { NextToken?: string } }) => {
    const { name } = command.constructor;
    if (name === 'StartQueryExecutionCommand') return { QueryExecutionId: 'q' };
    if (name === 'GetQueryExecutionCommand') return { QueryExecution: { Status: { State: 'SUCCEEDED' } } };
    const at = Number(command.input.NextToken ?? 0);
    const Rows = (pages[at] ?? []).map((row) => ({
      Data: row.map((text) => (text === null ? {} : { VarCharValue: text })),
    }));
    const ResultSet = { Rows, ResultSetMetadata: { ColumnInfo: columns } };
    return { ResultSet, ...(at + 1 < pages.length && { NextToken: String(at + 1) }) };
  };
  return { client: Object.assign(Object.create(AthenaClient.prototype), { send }) };
}

const place = { workgroup: 'betlake-dev', database: 'betlake_dev' };

describe('a query in Athena', () => {
  test('gives the rows of every page, exact, without the head', async () => {
    const { client } = createAthena(['QUEUED', 'RUNNING', 'SUCCEEDED']);
    const result = await runAthena({ client, ...place }, 'select 1');
    expect(result.columns.map(({ type }) => type)).toEqual([
      'VARCHAR',
      'BIGINT',
      'DECIMAL(38,5)',
      'TIMESTAMP_MS',
    ]);
    expect(await collectRows(result)).toEqual([
      {
        player_code: 'A',
        bets_count: 9007199254740993n,
        amount: '12345678901234567890.12345',
        last_event_dt: '2021-10-04 12:02:26',
      },
      { player_code: null, bets_count: null, amount: null, last_event_dt: null },
      {
        player_code: '\ufeffA',
        bets_count: 0n,
        amount: '-0.00001',
        last_event_dt: '2021-10-04 12:02:26.500',
      },
    ]);
  });

  test('reports its progress, and what it scanned', async () => {
    const { client } = createAthena(['QUEUED', 'RUNNING', 'SUCCEEDED']);
    const received: unknown[] = [];
    await runAthena(
      {
        client,
        ...place,
        onProgress: (state) => received.push(state),
        onEnd: (bytes) => received.push(bytes),
      },
      'select 1',
    );
    expect(received).toEqual(['queued', 'running', 123]);
  });

  test("fails with Athena's reason", async () => {
    const { client } = createAthena(['FAILED'], 'TABLE_NOT_FOUND: nope');
    await expect(runAthena({ client, ...place }, 'select 1')).rejects.toThrow(
      'the query failed in Athena: TABLE_NOT_FOUND: nope',
    );
  });

  test('fails with what to do where Lake Formation has not granted it', async () => {
    const reason = 'Insufficient Lake Formation permission(s): Required Describe on activity_daily';
    const { client } = createAthena(['FAILED'], reason);
    await expect(runAthena({ client, ...place }, 'select 1')).rejects.toThrow(
      /Required Describe on activity_daily\. Lake Formation governs the catalog .* docs\/runbook\.md/,
    );
  });

  test('uses the workgroup of the stack and leaves the location of the result to it', async () => {
    const { client, sent } = createAthena(['SUCCEEDED']);
    await runAthena({ client, ...place }, 'select 1');
    expect(sent[0]).toEqual({
      QueryString: 'select 1',
      WorkGroup: 'betlake-dev',
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'betlake_dev' },
    });
  });

  test('is refused before Athena is asked where it may do more than read', async () => {
    const { client, sent } = createAthena(['SUCCEEDED']);
    await expect(runAthena({ client, ...place }, 'drop table bets')).rejects.toThrow(
      'queries can only read the lake',
    );
    expect(sent).toEqual([]);
  });
});

describe('the rows of a statement', () => {
  /** What `query` prints of the pages that Athena gives. */
  async function read(
    sql: string,
    columns: readonly string[],
    ...pages: (readonly (readonly (string | null)[])[])[]
  ) {
    const types = columns.map((column) => column.split(':'));
    const { client } = createAthenaOf(
      types.map(([Name, Type = 'varchar']) => ({ Name, Type })),
      pages,
    );
    const rows = [];
    for await (const batch of (await runAthena({ client, ...place }, sql)).batches) rows.push(...batch);
    return rows;
  }

  test('of SELECT lack the head of the first page alone, whatever they hold', async () => {
    const columns = ['a', 'b'];
    const pages = [
      [
        ['a', 'b'],
        ['a', 'b'],
        ['x, "y"', null],
      ],
      [
        ['a', 'b'],
        ['', '\t'],
      ],
    ];
    expect(await read('select a, b from t', columns, ...pages)).toEqual([
      ['a', 'b'],
      ['x, "y"', null],
      ['a', 'b'],
      ['', '\t'],
    ]);
    expect(await read('select a, b from t', columns, [['a', 'b']])).toEqual([]);
  });

  test('of SHOW are all there, the first and one that is called like the column too', async () => {
    expect(await read('show tables', ['tab_name'], [['tab_name'], ['activity']], [['bets']])).toEqual([
      ['tab_name'],
      ['activity'],
      ['bets'],
    ]);
    expect(await read('show tables', ['tab_name'], [])).toEqual([]);
  });

  test('of DESCRIBE are parted into their columns', async () => {
    const columns = ['col_name', 'data_type', 'comment'];
    const line = 'bet_id              \tbigint              \tOne posting, of many.';
    expect(
      await read('describe bets', columns, [[line], ['dt                  \tstring              \t']]),
    ).toEqual([
      ['bet_id', 'bigint', 'One posting, of many.'],
      ['dt', 'string', ''],
    ]);
  });

  test('of EXPLAIN lack a head where there is one', async () => {
    const plan = [['Fragment 0 [SINGLE]'], ['    Output layout: [a]']];
    expect(await read('explain select a from t', ['Query Plan'], [['Query Plan'], ...plan])).toEqual(plan);
    expect(await read('explain select a from t', ['Query Plan'], plan)).toEqual(plan);
  });

  test('have numbers of every size as numbers, and NULL in each as null', async () => {
    const columns = ['a:tinyint', 'b:smallint', 'c:integer', 'd:bigint', 'e:float', 'f:double', 'g:boolean'];
    const head = columns.map((column) => column.slice(0, 1));
    const rows = [['1', '-2', '3', '9007199254740993', '0.5', '1.0E-5', 'false'], columns.map(() => null)];
    expect(await read('select * from t', columns, [head, ...rows])).toEqual([
      [1, -2, 3, 9007199254740993n, 0.5, 0.00001, false],
      columns.map(() => null),
    ]);
  });
});
