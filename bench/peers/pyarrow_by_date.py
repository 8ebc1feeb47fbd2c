"""pyarrow: its JSON reader with a schema, its dataset writer by date."""
import json
import os
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.json as pj

source, folder, columns_file = sys.argv[1:]


def typed(column):
    if column["kind"] == "decimal":
        return pa.decimal128(column["precision"], column["scale"])
    return {"whole": pa.int64(), "text": pa.string(), "instant": pa.timestamp("ms")}[column["kind"]]


schema = pa.schema([(column["name"], typed(column)) for column in json.load(open(columns_file))])
bets = pj.read_json(source, parse_options=pj.ParseOptions(explicit_schema=schema))
count = bets.num_rows
bets = (
    bets.append_column("landing_key", pa.repeat("bets/bench.jsonl", count))
    .append_column("line_number", pa.array(range(1, count + 1), pa.int64()))
    .append_column("dt", pc.cast(bets["bet_dt"], pa.date32()))
)
parquet = ds.ParquetFileFormat()
ds.write_dataset(
    bets,
    folder,
    format=parquet,
    file_options=parquet.make_write_options(compression=os.environ.get("CODEC", "zstd")),
    partitioning=ds.partitioning(pa.schema([("dt", pa.date32())]), flavor="hive"),
)
