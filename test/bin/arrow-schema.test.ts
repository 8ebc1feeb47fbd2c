import { Field, RecordBatchReader, Schema } from 'apache-arrow';
import { expect, test } from 'vitest';
import { toArrowStream } from '../../bin/output/to-arrow.ts';
import { toArrowType } from '../../glue/derive/to-arrow-type.ts';
import { views } from '../../glue/views.ts';
import { openLakeForReading } from '../../local/query-lake.ts';
import { runDuckDb } from '../../query/run-duckdb.ts';
import { makeFolder } from '../local/temp-lake.ts';

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
