"""What the peers share: the data, and the conversation with the benchmark.

The benchmark writes a line "net variant steps" to standard input; the peer trains that many steps and answers with the
seconds they took. In between it waits on the pipe, so that it uses no processor while another peer runs.
"""
import ctypes
import sys
import time

import numpy as np

BATCH = {"a": 100, "b": 128, "c": 100, "d": 100}
PIXELS = 28 * 28


def load(path):
    """Images as float32 in 0 … 1, one a row, and labels: the file holds a label and the pixels of each, as bytes."""
    raw = np.fromfile(path, dtype=np.uint8).reshape(-1, 1 + PIXELS)
    return raw[:, 1:].astype(np.float32) / 255, raw[:, 0].astype(np.int64)


def blas():
    """Says which BLAS does the products: the name of its library and, for OpenBLAS, the processor that it chose."""
    images = np.ones((64, 64), np.float32)
    np.dot(images, images)
    with open("/proc/self/maps") as maps:
        loaded = sorted({line.split()[-1] for line in maps if "blas" in line})
    for path in loaded:
        if "openblas" in path:
            library = ctypes.CDLL(path)
            library.openblas_get_corename.restype = ctypes.c_char_p
            return "OpenBLAS for " + library.openblas_get_corename().decode()
    if any("libblas" in path for path in loaded):
        return "the reference BLAS, which is slow: install libopenblas0 to compare with NumPy at its best"
    return "its own BLAS"


def serve(version, make):
    """Answers requests; make(net, variant) returns a function that trains one step."""
    steps = {}
    print("ready", version, "with", blas(), flush=True)
    for line in sys.stdin:
        net, variant, count = line.split()
        if (net, variant) not in steps:
            steps[net, variant] = make(net, variant)
        step = steps[net, variant]
        start = time.perf_counter()
        for _ in range(int(count)):
            step()
        taken = time.perf_counter() - start
        time.sleep(0.05)  # the threads of BLAS and OpenMP look for work for a while before they sleep
        print(taken, flush=True)
