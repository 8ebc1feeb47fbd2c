"""Runs a Python program and, at its end, writes what the process used, as usage.mjs does for Node."""
import atexit
import json
import os
import resource
import runpy
import sys


def write_usage():
    used = resource.getrusage(resource.RUSAGE_SELF)
    # ru_maxrss is KiB on Linux and bytes on macOS.
    unit = 1024 ** 2 if sys.platform == "darwin" else 1024
    usage = {"cpuSeconds": used.ru_utime + used.ru_stime, "peakMib": used.ru_maxrss / unit}
    with open(os.environ["BETLAKE_BENCH_USAGE"], "a") as file:
        file.write(json.dumps(usage) + "\n")


atexit.register(write_usage)
sys.argv = sys.argv[1:]
sys.path.insert(0, os.path.dirname(sys.argv[0]))
runpy.run_path(sys.argv[0], run_name="__main__")
