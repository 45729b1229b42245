"""Writes pytorch.json: values and gradients of every layer and loss, computed by PyTorch in float64.

Run with Debian's python3-torch (1.13.1 when the file was made): /usr/bin/python3 pytorch.py

All inputs are numbers that float32 holds exactly. Images have the axes of quire/nn, (N, H, W, C), and filters
(size, size, in, out); they are turned into PyTorch's for the computation and back.
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

rng = np.random.default_rng(20260601)
torch.set_default_dtype(torch.float64)
cases = []

# Far out, where exponentials overflow or vanish, around the kinks, and where the smallest numbers become zero.
EXTREME = [-1e4, -100, -88, -30, -17, -9, -5, -1, -0.5, -0.3, -0.0625, -2**-10, -2**-20, 0,
           2**-20, 2**-10, 0.0625, 0.3, 0.5, 1, 5, 9, 17, 30, 88, 100, 1e4]


def single(a):
    return np.asarray(a, dtype=np.float32).astype(np.float64)


def some(*shape, scale=1.0, shift=0.0):
    return single(np.round(rng.normal(size=shape) * 256) / 256 * scale + shift)


def tensor(a):
    a = a.detach().numpy() if isinstance(a, torch.Tensor) else np.asarray(a)
    return {"Shape": list(a.shape), "Data": [float("%.10g" % v) for v in a.reshape(-1)]}


def leaf(a):
    return torch.tensor(a, requires_grad=True)


def layer(name, f, x, params=(), dy=None, evaluated=None, **extra):
    """Runs y = f(x, params...) and its backward pass."""
    x, params = leaf(x), [leaf(p) for p in params]
    y = f(x, *params)
    dy = torch.tensor(some(*y.shape) if dy is None else dy)
    y.backward(dy)
    case = {"Name": name, "X": tensor(x), "Y": tensor(y), "DY": tensor(dy), "DX": tensor(x.grad),
            "Params": [tensor(p) for p in params], "Grads": [tensor(p.grad) for p in params], **extra}
    if evaluated is not None:
        case["Evaluated"] = tensor(evaluated)
    cases.append(case)


def elementwise():
    wide = single([EXTREME, EXTREME[::-1]])
    for name, f, args in [
        ("ReLU", F.relu, []), ("Sigmoid", torch.sigmoid, []), ("Tanh", torch.tanh, []),
        ("LeakyReLU", lambda x: F.leaky_relu(x, 0.01), [0.01]), ("LeakyReLU", lambda x: F.leaky_relu(x, 0.25), [0.25]),
        ("LeakyReLU", lambda x: F.leaky_relu(x, 0.0), [0]),
        ("ELU", F.elu, [1]), ("ELU", lambda x: F.elu(x, 0.5), [0.5]),
        ("Swish", F.silu, []), ("GELU", lambda x: F.gelu(x, approximate="tanh"), []),
    ]:
        layer(name, f, wide, Args=args)
        layer(name, f, some(7, 13, scale=2), Args=args)
        layer(name, f, some(2, 3, 5, 3), Args=args)
        layer(name, f, np.zeros((3, 17)), Args=args)


def softmax():
    f = lambda x: F.softmax(x, dim=-1)
    for x in [some(5, 10), some(1, 1), some(3, 17, scale=20), np.tile(some(1, 6), (4, 1)), np.zeros((2, 7)), some(2, 3, 2, 5),
              single([[1010, 1000, 990], [-1e4, 0, 1e4], [-1e4, -1e4, -1e4], [88, -88, 0], [1e4, 1e4, 1e4 - 1]])]:
        layer("Softmax", f, x)


def shapes():
    layer("Flatten", lambda x: x.reshape(3, -1), some(3, 2, 5, 4))
    layer("Reshape", lambda x: x.reshape(3, 2, 5, 4), some(3, 40), Args=[2, 5, 4])
    layer("Reshape", lambda x: x.reshape(3, 8, 5), some(3, 2, 5, 4), Args=[-1, 5])


def affine():
    for n, i, o, scale in [(7, 13, 11, 1), (1, 1, 1, 1), (9, 20, 17, 1), (4, 3, 2, 1e4)]:
        layer("Affine", lambda x, w, b: x @ w + b, some(n, i, scale=scale), [some(i, o), some(o)])
    layer("Affine", lambda x, w, b: x @ w + b, np.tile(some(1, 9), (5, 1)), [some(9, 4), some(4)])


def conv():
    def run(stride, pad):
        def f(x, w, b):
            y = F.conv2d(x.permute(0, 3, 1, 2), w.permute(3, 2, 0, 1), b, stride=stride, padding=pad)
            return y.permute(0, 2, 3, 1)
        return f
    for n, h, w, c, o, size, stride, pad in [(2, 7, 5, 3, 5, 3, 1, 0), (3, 6, 6, 1, 17, 5, 1, 2), (2, 9, 8, 2, 3, 3, 2, 1), (1, 3, 3, 4, 2, 3, 1, 0), (2, 5, 5, 3, 4, 1, 1, 0)]:
        layer("Conv2D", run(stride, pad), some(n, h, w, c), [some(size, size, c, o), some(o)], Args=[stride, pad])


def maxpool():
    for n, h, w, c, size, stride in [(2, 6, 6, 3, 2, 2), (3, 7, 5, 4, 3, 1), (1, 5, 8, 17, 2, 2), (2, 4, 4, 2, 4, 4)]:
        def f(x):
            return F.max_pool2d(x.permute(0, 3, 1, 2), size, stride).permute(0, 2, 3, 1)
        x = rng.permutation(n * h * w * c).reshape(n, h, w, c) / 64 - 1  # no two are equal, so that the place is certain
        layer("MaxPool", f, x, Args=[size, stride])
        layer("MaxPool", f, np.zeros((n, h, w, c)), Args=[size, stride])  # the first of equal ones


def batchnorm():
    for shape, momentum, eps, scale, shift in [
        ((6, 9), .9, 1e-6, 3, 1), ((40, 5), .9, 1e-6, 1, 0), ((2, 4, 3, 5), .9, 1e-6, 2, -1), ((5, 3), .5, 1e-3, 1, 0),
        ((2, 17), .9, 1e-6, 1, 0), ((60, 3), .9, 1e-6, 1, 1000), ((4, 2), 0, 1e-5, 100, 0), ((1, 5, 5, 2), .9, 1e-6, 1, 2),
        ((7, 4), .9, 1e-6, 0, 0),
    ]:
        c = shape[-1]

        def channels(x):
            return x.permute(0, 3, 1, 2) if x.dim() == 4 else x

        def back(y):
            return y.permute(0, 2, 3, 1) if y.dim() == 4 else y

        def f(x, gamma, beta):
            return back(F.batch_norm(channels(x), None, None, gamma, beta, training=True, eps=eps))

        x, gamma, beta = some(*shape, scale=scale, shift=shift), some(c), some(c)
        if scale == 0:
            x = np.tile(some(1, c, scale=100), (shape[0], 1))  # equal rows
        rows = x.reshape(-1, c)
        # PyTorch follows the unbiased variance; the paper and the book that of the batch, Σ(x − mean)²/n.
        mean = torch.tensor((1 - momentum) * rows.mean(0))
        var = torch.tensor(momentum + (1 - momentum) * rows.var(0))
        evaluated = back(F.batch_norm(channels(torch.tensor(x)), mean, var, torch.tensor(gamma), torch.tensor(beta), training=False, eps=eps))
        layer("BatchNorm", f, x, [gamma, beta], evaluated=evaluated, Args=[momentum, eps], State=[tensor(mean), tensor(var)])


def loss(name, f, y, args=(), **extra):
    y = leaf(y)
    value = f(y)
    value.backward()
    cases.append({"Name": name, "Args": list(args), "Y": tensor(y), "Loss": float(value), "DY": tensor(y.grad), **extra})


def softly(n, k):
    p = rng.integers(0, 5, size=(n, k)) + np.eye(k)[rng.integers(0, k, size=n)]
    p = np.round(p / p.sum(1, keepdims=True) * 4096) / 4096  # exact in float32
    p[np.arange(n), p.argmax(1)] += 1 - p.sum(1)
    return p


LOGITS = [(5, 10, 1), (1, 2, 1), (17, 3, 4), (4, 7, 30), (3, 1, 1)]


def cross_entropy():
    def both(y, labels):
        k = y.shape[1]
        for smoothing in [0, 0.1, 1]:
            loss("SoftmaxCrossEntropy", lambda v: F.cross_entropy(v, torch.tensor(labels), label_smoothing=smoothing), y, [smoothing], Labels=[int(v) for v in labels])
            p = softly(len(labels), k)
            loss("SoftmaxCrossEntropy", lambda v: F.cross_entropy(v, torch.tensor(p), label_smoothing=smoothing), y, [smoothing], T=tensor(p))
    for n, k, scale in LOGITS:
        both(some(n, k, scale=scale), rng.integers(0, k, size=n))
    both(single([[1e4, 0, -1e4], [88, -88, 0], [-88, -88, -88], [0, 0, 0], [-1e4, -1e4, 1e4]]), np.array([1, 1, 2, 0, 2]))
    both(np.tile(some(1, 6), (4, 1)), np.array([0, 5, 3, 3]))


def pointwise():
    losses = [("MSE", F.mse_loss, []), ("BCE", F.binary_cross_entropy_with_logits, [])]
    for delta in [1, 0.25, 5]:
        losses.append(("Huber", lambda y, t, d=delta: F.huber_loss(y, t, delta=d), [delta]))
    extreme = single([EXTREME[:9], EXTREME[9:18], EXTREME[18:]])
    for name, f, args in losses:
        for y in [some(5, 10), some(7, 1), some(2, 3, 3, 2), some(17, 3, scale=4), extreme, np.zeros((2, 3)), np.tile(some(1, 6), (4, 1))]:
            t = single(rng.integers(0, 65, size=y.shape) / 64) if name == "BCE" else some(*y.shape)
            loss(name, lambda v: f(v, torch.tensor(t)), y, args, T=tensor(t))
        for n, k in [(6, 4), (9, 1)]:
            labels = rng.integers(0, max(k, 2), size=n)
            t = np.eye(k)[labels] if k > 1 else labels.reshape(n, 1).astype(float)
            loss(name, lambda v: f(v, torch.tensor(t)), some(n, k), args, Labels=[int(v) for v in labels])


def net():
    """Two whole networks with penalties: one for images and smoothed labels, one for numbers."""
    l2, l1 = 0.01, 0.002

    def conv(x, w, b):
        return F.conv2d(x, w.permute(3, 2, 0, 1), b, padding=1)

    def images(x, w1, b1, gamma, beta, w2, b2, w3, b3):
        x = F.gelu(F.batch_norm(conv(x.permute(0, 3, 1, 2), w1, b1), None, None, gamma, beta, training=True, eps=1e-6), approximate="tanh")
        x = x + torch.tanh(conv(x, w2, b2))
        return F.avg_pool2d(x, 2).permute(0, 2, 3, 1).reshape(len(x), -1) @ w3 + b3

    def numbers(x, w1, b1, w2, b2):
        return F.leaky_relu(F.silu(x @ w1 + b1) @ w2 + b2, 0.1)

    def run(name, f, loss, x, params, weights, **extra):
        x, params = torch.tensor(x), [leaf(p) for p in params]
        y = f(x, *params)
        value = loss(y) + sum(l2 / 2 * (params[k] ** 2).sum() + l1 * params[k].abs().sum() for k in weights)
        value.backward()
        cases.append({"Name": name, "Args": [l2, l1], "X": tensor(x), "Y": tensor(y), "Loss": float(value),
                      "Params": [tensor(p) for p in params], "Grads": [tensor(p.grad) for p in params], **extra})

    labels = [0, 1, 2, 2, 1]
    run("NetOfImages", images, lambda y: F.cross_entropy(y, torch.tensor(labels), label_smoothing=0.1), some(5, 4, 6, 2),
        [some(3, 3, 2, 4, scale=.25), some(4), some(4), some(4), some(3, 3, 4, 4, scale=.25), some(4), some(24, 3, scale=.25), some(3)],
        [0, 4, 6], Labels=labels)
    t = some(9, 2)
    run("NetOfNumbers", numbers, lambda y: F.huber_loss(y, torch.tensor(t), delta=0.5), some(9, 3), [some(3, 7), some(7), some(7, 2), some(2)], [0, 2], T=tensor(t))


elementwise()
softmax()
shapes()
affine()
conv()
maxpool()
batchnorm()
cross_entropy()
pointwise()
net()
with open("pytorch.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
