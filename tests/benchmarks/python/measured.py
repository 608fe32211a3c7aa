"""Runs a Python script unchanged and writes what its process used: measured.py RESULT SCRIPT [ARGUMENTS ...]"""
import json
import resource
import runpy
import sys
import time

result, script = sys.argv[1], sys.argv[2]
sys.argv = sys.argv[2:]
begun = time.perf_counter()
try:
    runpy.run_path(script, run_name="__main__")
finally:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(result, "w") as file:
        json.dump({
            "cpuSeconds": own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime,
            "peakMegabytes": own.ru_maxrss / 1024,
            "childrenPeakMegabytes": children.ru_maxrss / 1024,
            "wallSeconds": time.perf_counter() - begun,
        }, file)
