import { Field, RecordBatchReader, Schema } from 'apache-arrow';
import { expect, test } from 'vitest';
import { toArrowStream, toArrowType } from '../../bin/output/to-arrow.ts';
import { openLakeForReading } from '../../client/local/query-lake.ts';
import { runDuckDb } from '../../client/queries/run-duckdb.ts';
import { views } from '../../glue/views/index.ts';
import { makeFolder } from '../client/local/temp-lake.ts';

test('the Arrow stream of every view has the schema that its declaration yields', async () => {
  const reader = await openLakeForReading(await makeFolder());
  try {
    for (const { name, columns } of views) {
      const stream = toArrowStream(await runDuckDb(reader.connection, `select * from ${name}`));
      const arrow = await RecordBatchReader.from(stream);
      await arrow.open();
      const declared = new Schema(
        columns.map((column) => new Field(column.name, toArrowType(column.type), true)),
      );
      expect(`${name}: ${arrow.schema}`).toBe(`${name}: ${declared}`);
    }
  } finally {
    await reader.close();
  }
});
