"""awswrangler's way: pandas reads JSON Lines, pyarrow writes a folder a date with the types that Athena gets.

`awswrangler.s3.to_parquet` writes to S3 alone, so what it does to a frame is done here with its own functions and
pyarrow.
"""
import json
import os
import sys
from decimal import Decimal

import awswrangler as wr
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

source, folder, columns_file = sys.argv[1:]
columns = json.load(open(columns_file))
athena = {"whole": "bigint", "text": "string", "instant": "timestamp"}
dtype = {
    c["name"]: athena.get(c["kind"]) or f"decimal({c['precision']},{c['scale']})" for c in columns
} | {"landing_key": "string", "line_number": "bigint"}

read_as = {c["name"]: "Int64" if c["kind"] == "whole" else "string" for c in columns}
bets = pd.read_json(source, lines=True, dtype=read_as, convert_dates=[])
bets["landing_key"] = "bets/bench.jsonl"
bets["line_number"] = range(1, len(bets) + 1)
for column in columns:
    name = column["name"]
    if column["kind"] == "decimal":
        bets[name] = [None if pd.isna(value) else Decimal(value) for value in bets[name]]
    elif column["kind"] == "instant":
        bets[name] = pd.to_datetime(bets[name], format="%Y-%m-%d %H:%M:%S")
schema = pa.schema([(name, wr._data_types.athena2pyarrow(dtype=kind)) for name, kind in dtype.items()])
for date, rows in bets.groupby(bets["bet_dt"].dt.date):
    table = pa.Table.from_pandas(rows, schema=schema, preserve_index=False, safe=True)
    path = os.path.join(folder, f"dt={date}")
    os.makedirs(path)
    pq.write_table(
        table,
        os.path.join(path, "bets.parquet"),
        compression=os.environ.get("CODEC", "zstd"),
        coerce_timestamps="ms",
        flavor="spark",
    )
