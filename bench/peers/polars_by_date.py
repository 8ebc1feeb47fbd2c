"""polars: amounts and times as text, cast to what they are, a Zstandard file a date."""
import json
import os
import sys

import polars as pl

source, folder, columns_file = sys.argv[1:]
columns = json.load(open(columns_file))
read_as = {c["name"]: pl.Int64 if c["kind"] == "whole" else pl.String for c in columns}


def typed(column):
    value = pl.col(column["name"])
    if column["kind"] == "decimal":
        return value.cast(pl.Decimal(column["precision"], column["scale"]))
    if column["kind"] == "instant":
        return value.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="ms")
    return value


bets = (
    pl.read_ndjson(source, schema=read_as)
    .with_columns(
        *[typed(column) for column in columns],
        pl.lit("bets/bench.jsonl").alias("landing_key"),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("line_number"),
    )
    .with_columns(pl.col("bet_dt").dt.date().alias("dt"))
)
for (date,), rows in bets.partition_by("dt", as_dict=True, include_key=False).items():
    rows.write_parquet(os.path.join(folder, f"{date}.parquet"), compression=os.environ.get("CODEC", "zstd"))
