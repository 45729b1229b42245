"""Trains the benchmark's nets with NumPy, written as a textbook does: im2col for convolution and pooling, a dictionary of
parameters, one layer after the other. Variants: float64, which is what np.random.randn gives, and float32.

Usage: numpy_peer.py data-file
"""
import sys

import numpy as np

import common


class Affine:
    def __init__(self, p, i):
        self.p, self.w, self.b = p, "W%d" % i, "b%d" % i

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return np.dot(self.x, self.p[self.w]) + self.p[self.b]

    def backward(self, dy, g):
        g[self.w] = np.dot(self.x.T, dy)
        g[self.b] = np.sum(dy, axis=0)
        return np.dot(dy, self.p[self.w].T).reshape(self.shape)


class ReLU:
    def forward(self, x):
        self.off = x <= 0
        y = x.copy()
        y[self.off] = 0
        return y

    def backward(self, dy, g):
        dy[self.off] = 0
        return dy


class BatchNorm:
    def __init__(self, p, i, momentum=0.9):
        self.p, self.gamma, self.beta, self.momentum = p, "gamma%d" % i, "beta%d" % i, momentum
        self.mean = np.zeros_like(p[self.beta])
        self.var = np.zeros_like(p[self.beta])

    def forward(self, x):
        mean = x.mean(axis=0)
        self.centred = x - mean
        var = np.mean(self.centred**2, axis=0)
        self.std = np.sqrt(var + 1e-6)
        self.normal = self.centred / self.std
        self.mean = self.momentum * self.mean + (1 - self.momentum) * mean
        self.var = self.momentum * self.var + (1 - self.momentum) * var
        return self.p[self.gamma] * self.normal + self.p[self.beta]

    def backward(self, dy, g):
        n = dy.shape[0]
        g[self.beta] = dy.sum(axis=0)
        g[self.gamma] = np.sum(self.normal * dy, axis=0)
        dn = self.p[self.gamma] * dy
        dc = dn / self.std
        dvar = -0.5 * np.sum(dn * self.centred / (self.std * self.std), axis=0) / self.std
        dc += (2.0 / n) * self.centred * dvar
        return dc - np.sum(dc, axis=0) / n


class Dropout:
    def __init__(self, rate):
        self.rate = rate

    def forward(self, x):
        self.kept = np.random.rand(*x.shape) > self.rate
        return x * self.kept

    def backward(self, dy, g):
        return dy * self.kept


def im2col(x, size, stride, pad):
    n, c, h, w = x.shape
    oh, ow = (h + 2 * pad - size) // stride + 1, (w + 2 * pad - size) // stride + 1
    x = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)], "constant")
    col = np.zeros((n, c, size, size, oh, ow), dtype=x.dtype)
    for i in range(size):
        for j in range(size):
            col[:, :, i, j] = x[:, :, i:i + stride * oh:stride, j:j + stride * ow:stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(n * oh * ow, -1)


def col2im(col, shape, size, stride, pad):
    n, c, h, w = shape
    oh, ow = (h + 2 * pad - size) // stride + 1, (w + 2 * pad - size) // stride + 1
    col = col.reshape(n, oh, ow, c, size, size).transpose(0, 3, 4, 5, 1, 2)
    x = np.zeros((n, c, h + 2 * pad + stride - 1, w + 2 * pad + stride - 1), dtype=col.dtype)
    for i in range(size):
        for j in range(size):
            x[:, :, i:i + stride * oh:stride, j:j + stride * ow:stride] += col[:, :, i, j]
    return x[:, :, pad:h + pad, pad:w + pad]


class Convolution:
    def __init__(self, p, i, pad=0):
        self.p, self.w, self.b, self.pad = p, "W%d" % i, "b%d" % i, pad

    def forward(self, x):
        f, _, size, _ = self.p[self.w].shape
        n, _, h, w = x.shape
        self.shape = x.shape
        self.col = im2col(x, size, 1, self.pad)
        self.rows = self.p[self.w].reshape(f, -1).T
        y = np.dot(self.col, self.rows) + self.p[self.b]
        return y.reshape(n, h + 2 * self.pad - size + 1, w + 2 * self.pad - size + 1, f).transpose(0, 3, 1, 2)

    def backward(self, dy, g):
        f, c, size, _ = self.p[self.w].shape
        dy = dy.transpose(0, 2, 3, 1).reshape(-1, f)
        g[self.b] = np.sum(dy, axis=0)
        g[self.w] = np.dot(self.col.T, dy).transpose(1, 0).reshape(f, c, size, size)
        return col2im(np.dot(dy, self.rows.T), self.shape, size, 1, self.pad)


class Pooling:
    def forward(self, x):
        n, c, h, w = x.shape
        self.shape = x.shape
        col = im2col(x, 2, 2, 0).reshape(-1, 4)
        self.best = np.argmax(col, axis=1)
        return np.max(col, axis=1).reshape(n, h // 2, w // 2, c).transpose(0, 3, 1, 2)

    def backward(self, dy, g):
        dy = dy.transpose(0, 2, 3, 1)
        spread = np.zeros((dy.size, 4), dtype=dy.dtype)
        spread[np.arange(dy.size), self.best] = dy.flatten()
        rows = dy.shape[0] * dy.shape[1] * dy.shape[2]
        return col2im(spread.reshape(rows, -1), self.shape, 2, 2, 0)


class SoftmaxLoss:
    def forward(self, x, t):
        e = np.exp(x - np.max(x, axis=-1, keepdims=True))
        self.y, self.t = e / np.sum(e, axis=-1, keepdims=True), t
        return -np.sum(np.log(self.y[np.arange(t.size), t] + 1e-7)) / t.size

    def backward(self):
        dx = self.y.copy()
        dx[np.arange(self.t.size), self.t] -= 1
        return dx / self.t.size


class SGD:
    def update(self, p, g):
        for k in p:
            p[k] -= 0.01 * g[k]


class Adam:
    def __init__(self, beta1=0.9, beta2=0.999):
        self.beta1, self.beta2, self.t, self.m = beta1, beta2, 0, None

    def update(self, p, g):
        if self.m is None:
            self.m = {k: np.zeros_like(v) for k, v in p.items()}
            self.v = {k: np.zeros_like(v) for k, v in p.items()}
        self.t += 1
        rate = 0.001 * np.sqrt(1.0 - self.beta2**self.t) / (1.0 - self.beta1**self.t)
        for k in p:
            self.m[k] += (1 - self.beta1) * (g[k] - self.m[k])
            self.v[k] += (1 - self.beta2) * (g[k]**2 - self.v[k])
            p[k] -= rate * self.m[k] / (np.sqrt(self.v[k]) + 1e-7)


def weights(p, i, shape, inputs, outputs, dtype):
    p["W%d" % i] = (np.sqrt(2.0 / inputs) * np.random.randn(*shape)).astype(dtype)
    p["b%d" % i] = np.zeros(outputs, dtype)


def dense(sizes, norm, dtype):
    p, layers = {}, []
    for i in range(1, len(sizes)):
        weights(p, i, (sizes[i - 1], sizes[i]), sizes[i - 1], sizes[i], dtype)
        layers.append(Affine(p, i))
        if i == len(sizes) - 1:
            break
        if norm:
            p["gamma%d" % i], p["beta%d" % i] = np.ones(sizes[i], dtype), np.zeros(sizes[i], dtype)
            layers.append(BatchNorm(p, i))
        layers.append(ReLU())
    return p, layers


def simple(dtype):
    p = {}
    weights(p, 1, (30, 1, 5, 5), 25, 30, dtype)
    weights(p, 2, (30 * 12 * 12, 100), 30 * 12 * 12, 100, dtype)
    weights(p, 3, (100, 10), 100, 10, dtype)
    return p, [Convolution(p, 1), ReLU(), Pooling(), Affine(p, 2), ReLU(), Affine(p, 3)]


def deep(dtype):
    p, layers, c = {}, [], 1
    for i, (f, pad) in enumerate([(16, 1), (16, 1), (32, 1), (32, 2), (64, 1), (64, 1)], 1):
        weights(p, i, (f, c, 3, 3), 9 * c, f, dtype)
        layers += [Convolution(p, i, pad), ReLU()]
        if i % 2 == 0:
            layers.append(Pooling())
        c = f
    weights(p, 7, (64 * 4 * 4, 50), 64 * 4 * 4, 50, dtype)
    weights(p, 8, (50, 10), 50, 10, dtype)
    return p, layers + [Affine(p, 7), ReLU(), Dropout(0.5), Affine(p, 8), Dropout(0.5)]


def main():
    images, labels = common.load(sys.argv[1])
    pictures = images.reshape(-1, 1, 28, 28)
    np.random.seed(0)

    def make(net, dtype):
        p, layers = {"a": lambda: dense([784, 50, 30, 20, 10], True, dtype),
                     "b": lambda: dense([784] + [100] * 6 + [10], False, dtype),
                     "c": lambda: simple(dtype),
                     "d": lambda: deep(dtype)}[net]()
        optimizer, loss = SGD() if net in "ab" else Adam(), SoftmaxLoss()
        x = images if net in "ab" else pictures

        def step():
            index = np.random.choice(len(x), common.BATCH[net])
            y = x[index]
            for layer in layers:
                y = layer.forward(y)
            loss.forward(y, labels[index])
            g, dy = {}, loss.backward()
            for layer in reversed(layers):
                dy = layer.backward(dy, g)
            optimizer.update(p, g)

        return step

    common.serve(np.__version__, make)


main()
