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

  test('uses the workgroup of the stack and leaves the location of the result to it', async () => {
    const { client, sent } = createAthena(['SUCCEEDED']);
    await runAthena({ client, ...place }, 'select 1');
    expect(sent[0]).toEqual({
      QueryString: 'select 1',
      WorkGroup: 'betlake-dev',
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'betlake_dev' },
    });
  });
});
