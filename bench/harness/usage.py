"""Runs a Python program and, at its end, writes what the process used, as usage.mjs does for Node."""
import atexit
import json
import os
import resource
import runpy
import sys


def read_peak_mib(used):
    """As peak-memory.mjs: what getrusage reports on Linux begins with the peak of the process that started this one."""
    if sys.platform == "linux":
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024
    # Bytes on macOS, KiB elsewhere.
    return used.ru_maxrss / (1024 ** 2 if sys.platform == "darwin" else 1024)


def write_usage():
    used = resource.getrusage(resource.RUSAGE_SELF)
    usage = {"cpuSeconds": used.ru_utime + used.ru_stime, "peakMib": read_peak_mib(used)}
    with open(os.environ["BETLAKE_BENCH_USAGE"], "a") as file:
        file.write(json.dumps(usage) + "\n")


atexit.register(write_usage)
sys.argv = sys.argv[1:]
sys.path.insert(0, os.path.dirname(sys.argv[0]))
runpy.run_path(sys.argv[0], run_name="__main__")
