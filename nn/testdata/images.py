"""Writes images.json: values and gradients of convolution and pooling, computed by PyTorch in float64.

Run with Debian's python3-torch (1.13.1 when the file was made): /usr/bin/python3 images.py

All inputs are numbers that float32 holds exactly. Images have the axes of quire/nn, (N, H, W, C), and filters
(height, width, in, out); they are turned into PyTorch's for the computation and back.
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

rng = np.random.default_rng(20260602)
torch.set_default_dtype(torch.float64)
cases = []


def some(*shape):
    return np.round(rng.normal(size=shape) * 64) / 64


def tensor(a):
    a = a.detach().numpy()
    return {"Shape": list(a.shape), "Data": [float("%.9g" % v) for v in a.reshape(-1)]}


def layer(name, f, x, params=(), args=()):
    x, params = torch.tensor(x, requires_grad=True), [torch.tensor(p, requires_grad=True) for p in params]
    y = f(x.permute(0, 3, 1, 2), *params)
    y = y.permute(0, 2, 3, 1) if y.dim() == 4 else y
    dy = torch.tensor(some(*y.shape))
    y.backward(dy)
    cases.append({"Name": name, "Args": list(args), "X": tensor(x), "Y": tensor(y), "DY": tensor(dy), "DX": tensor(x.grad),
                  "Params": [tensor(p) for p in params], "Grads": [tensor(p.grad) for p in params]})


for n, h, w, c, r, s, o, stride, pad in [
    (2, 5, 9, 3, 3, 3, 4, 1, 1),    # a rectangular image
    (1, 8, 6, 2, 2, 3, 5, 1, 0),    # a rectangular filter
    (2, 9, 7, 2, 2, 2, 3, 3, 0),    # steps wider than the filter
    (2, 4, 5, 1, 3, 3, 17, 1, 3),   # a border as wide as the filter
    (1, 3, 3, 2, 2, 2, 3, 1, 4),    # and a wider one
    (2, 7, 7, 3, 3, 3, 2, 2, 2),    # a wide border with steps
    (3, 6, 4, 5, 1, 1, 6, 1, 0),    # single pixels
    (2, 6, 4, 5, 1, 1, 6, 2, 1),
    (2, 5, 5, 3, 5, 5, 7, 1, 0),    # a filter as large as the image
    (1, 1, 1, 3, 1, 1, 2, 1, 0),
    (1, 1, 6, 2, 1, 3, 3, 2, 0),    # a single row
    (1, 8, 8, 1, 5, 5, 30, 1, 0),
    (1, 5, 5, 16, 3, 3, 33, 1, 1),
]:
    def f(x, w, b):
        return F.conv2d(x, w.permute(3, 2, 0, 1), b, stride=stride, padding=pad)
    layer("Conv2D", f, some(n, h, w, c), [some(r, s, c, o), some(o)], [stride, pad])

pools = [(2, 6, 6, 3, 2, 2, 0), (1, 7, 5, 4, 3, 1, 0), (2, 5, 8, 17, 2, 3, 0), (1, 4, 4, 2, 4, 4, 0), (2, 7, 6, 3, 3, 2, 1),
         (1, 5, 5, 9, 2, 1, 1), (1, 3, 9, 2, 3, 3, 1), (1, 1, 1, 2, 1, 1, 0), (1, 18, 17, 2, 17, 1, 0)]
for n, h, w, c, size, stride, pad in pools:
    x = rng.permutation(n * h * w * c).reshape(n, h, w, c) / 64 - 1  # no two are equal, so that the place is certain
    layer("MaxPool", lambda x: F.max_pool2d(x, size, stride, pad), x, args=[size, stride, pad])
    layer("MaxPool", lambda x: F.max_pool2d(x, size, stride, pad), np.zeros((n, h, w, c)), args=[size, stride, pad])
    layer("AvgPool", lambda x: F.avg_pool2d(x, size, stride, pad), some(n, h, w, c), args=[size, stride, pad])
for shape in [(3, 5, 4, 7), (1, 1, 1, 1), (2, 4, 3, 33)]:
    layer("GlobalAvgPool", lambda x: F.adaptive_avg_pool2d(x, 1).flatten(1), some(*shape))

with open("images.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
