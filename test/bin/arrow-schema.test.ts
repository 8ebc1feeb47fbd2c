import { RecordBatchReader } from 'apache-arrow';
import { expect, test } from 'vitest';
import { toArrowStream } from '../../bin/output/to-arrow.ts';
import { toArrowSchema } from '../../glue/derive/to-arrow-schema.ts';
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
      expect(`${name}: ${arrow.schema}`).toBe(`${name}: ${toArrowSchema(columns)}`);
    }
  } finally {
    await reader.close();
  }
});
