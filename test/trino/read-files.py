"""Reads Parquet files with pyarrow and polars and prints their rows, one JSON array a line, for each file and reader.

Whole numbers are text, decimals too, in their smallest unit; times are milliseconds since 1970. Fails where the
statistics of a column chunk are not those of its values, or a column has no field id.
"""

import json
import sys

import polars
import pyarrow
import pyarrow.parquet


def to_values(column):
    kind = column.type
    if pyarrow.types.is_timestamp(kind):
        column = column.cast(pyarrow.timestamp("ms")).cast(pyarrow.int64())
    if pyarrow.types.is_decimal(kind):
        shift = kind.scale
        return [None if value is None else str(int(value.scaleb(shift))) for value in column.to_pylist()]
    if pyarrow.types.is_large_string(kind) or pyarrow.types.is_string(kind) or pyarrow.types.is_string_view(kind):
        return column.to_pylist()
    return [None if value is None else str(value) for value in column.to_pylist()]


def print_rows(path, reader, table):
    columns = [to_values(column) for column in table.columns]
    print(json.dumps({"path": path, "reader": reader, "rows": table.num_rows}))
    for row in zip(*columns):
        print(json.dumps(row))


def check_statistics(path):
    file = pyarrow.parquet.ParquetFile(path)
    for index, field in enumerate(file.schema_arrow):
        assert field.metadata[b"PARQUET:field_id"] == str(index + 1).encode(), (path, field)
    for group in range(file.metadata.num_row_groups):
        table = file.read_row_group(group)
        for index, column in enumerate(table.columns):
            chunk = file.metadata.row_group(group).column(index)
            statistics = chunk.statistics
            assert chunk.num_values == len(column), (path, group, index)
            assert statistics.null_count == column.null_count, (path, group, index)
            given = [value for value in column.to_pylist() if value is not None]
            if not statistics.has_min_max:
                # No values, or texts that are too long for a bound.
                assert not given or len(max(given)) > 100 or len(min(given)) > 100, (path, group, index)
                continue
            if isinstance(given[0], str):
                given = [value.encode() for value in given]
                bounds = statistics.min.encode(), statistics.max.encode()
            else:
                bounds = statistics.min, statistics.max
            assert (min(given), max(given)) == bounds, (path, group, index, bounds)


for path in sys.argv[1:]:
    check_statistics(path)
    print_rows(path, "pyarrow", pyarrow.parquet.ParquetFile(path).read())
    print_rows(path, "polars", polars.read_parquet(path, use_pyarrow=False).to_arrow())
