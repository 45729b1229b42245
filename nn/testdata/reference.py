"""Writes reference.json: values and gradients of the layers, computed by NumPy in float64 from the textbook formulas.

Run with Debian's python3-numpy (1.24.2 when the file was made): /usr/bin/python3 reference.py
"""
import json
import numpy as np

rng = np.random.default_rng(20240607)


def some(*shape):
    """Random numbers that float32 holds exactly."""
    return np.round(rng.normal(size=shape) * 256) / 256


def tensor(a):
    return {"Shape": list(a.shape), "Data": [float(v) for v in a.reshape(-1)]}


cases = []


def case(name, x, y, dy, dx, params=(), grads=(), **extra):
    cases.append({"Name": name, "X": tensor(x), "Y": tensor(y), "DY": tensor(dy), "DX": tensor(dx),
                  "Params": [tensor(p) for p in params], "Grads": [tensor(g) for g in grads], **extra})


def affine():
    x, w, b, dy = some(7, 13), some(13, 11), some(11), some(7, 11)
    case("Affine", x, x @ w + b, dy, dy @ w.T, [w, b], [x.T @ dy, dy.sum(0)])


def elementwise():
    x, dy = some(5, 9), some(5, 9)
    case("ReLU", x, np.maximum(x, 0), dy, dy * (x > 0))
    s = 1 / (1 + np.exp(-x))
    case("Sigmoid", x, s, dy, dy * s * (1 - s))
    t = np.tanh(x)
    case("Tanh", x, t, dy, dy * (1 - t * t))


def batchnorm(name, shape):
    x, dy = some(*shape) * 3 + 1, some(*shape)
    n = shape[-1]
    gamma, beta = some(n), some(n)
    flat, dflat = x.reshape(-1, n), dy.reshape(-1, n)
    mean, var = flat.mean(0), flat.var(0)
    inv = 1 / np.sqrt(var + 1e-6)
    xn = (flat - mean) * inv
    y = (gamma * xn + beta).reshape(shape)
    dxn = dflat * gamma
    dx = inv * (dxn - dxn.mean(0) - xn * (dxn * xn).mean(0))
    running_mean, running_var = .1 * mean, .9 + .1 * var
    test = (gamma * (flat - running_mean) / np.sqrt(running_var + 1e-6) + beta).reshape(shape)
    case(name, x, y, dy, dx.reshape(shape), [gamma, beta], [(dflat * xn).sum(0), dflat.sum(0)], Evaluated=tensor(test))


def conv(n, h, w, c, f, size, stride, pad):
    x, wt, b = some(n, h, w, c), some(size, size, c, f), some(f)
    xp = np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    oh, ow = (h + 2 * pad - size) // stride + 1, (w + 2 * pad - size) // stride + 1
    y, dy = np.zeros((n, oh, ow, f)), some(n, oh, ow, f)
    dw, dxp = np.zeros_like(wt), np.zeros_like(xp)
    for i in range(oh):
        for j in range(ow):
            win = xp[:, i * stride:i * stride + size, j * stride:j * stride + size, :]
            y[:, i, j, :] = np.tensordot(win, wt, 3) + b
            dw += np.tensordot(win, dy[:, i, j, :], (0, 0))
            dxp[:, i * stride:i * stride + size, j * stride:j * stride + size, :] += np.tensordot(dy[:, i, j, :], wt, (1, 3))
    dx = dxp[:, pad:pad + h, pad:pad + w, :]
    case("Conv2D", x, y, dy, dx, [wt, b], [dw, dy.sum((0, 1, 2))], Stride=stride, Pad=pad)


def maxpool(h, w, size, stride):
    x = some(3, h, w, 4)
    oh, ow = (h - size) // stride + 1, (w - size) // stride + 1
    y, dy, dx = np.zeros((3, oh, ow, 4)), some(3, oh, ow, 4), np.zeros_like(x)
    for n in range(3):
        for i in range(oh):
            for j in range(ow):
                for c in range(4):
                    win = x[n, i * stride:i * stride + size, j * stride:j * stride + size, c]
                    k = int(win.reshape(-1).argmax())
                    y[n, i, j, c] = win.reshape(-1)[k]
                    dx[n, i * stride + k // size, j * stride + k % size, c] += dy[n, i, j, c]
    case("MaxPool", x, y, dy, dx, Size=size, Stride=stride)


def cross_entropy(y, labels):
    p = np.exp(y - y.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    n = len(labels)
    loss = -np.log(p[np.arange(n), labels]).mean()
    p[np.arange(n), labels] -= 1
    return loss, p / n


def net():
    """Affine 6-5, batch normalisation, ReLU, Affine 5-4, with the penalty 0.1/2 ΣW²."""
    x, labels = some(8, 6), [0, 1, 2, 3, 3, 2, 1, 0]
    w1, b1, gamma, beta, w2, b2 = some(6, 5), some(5), some(5), some(5), some(5, 4), some(4)
    a = x @ w1 + b1
    mean, inv = a.mean(0), 1 / np.sqrt(a.var(0) + 1e-6)
    an = (a - mean) * inv
    h = np.maximum(gamma * an + beta, 0)
    y = h @ w2 + b2
    loss, dy = cross_entropy(y, labels)
    loss += .05 * ((w1 ** 2).sum() + (w2 ** 2).sum())
    dh = (dy @ w2.T) * (h > 0)
    dan = dh * gamma
    da = inv * (dan - dan.mean(0) - an * (dan * an).mean(0))
    grads = [x.T @ da + .1 * w1, da.sum(0), (dh * an).sum(0), dh.sum(0), h.T @ dy + .1 * w2, dy.sum(0)]
    case("Net", x, y, dy, da @ w1.T, [w1, b1, gamma, beta, w2, b2], grads, Labels=labels, Loss=loss)


affine()
elementwise()
batchnorm("BatchNorm", (6, 9))
batchnorm("BatchNorm", (300, 5))
batchnorm("BatchNorm", (2, 4, 3, 5))
for args in [(2, 6, 7, 3, 17, 3, 1, 0), (12, 5, 5, 1, 4, 3, 1, 1), (2, 8, 7, 2, 3, 3, 2, 1), (1, 9, 9, 4, 5, 2, 3, 0), (2, 4, 4, 2, 3, 3, 1, 3)]:
    conv(*args)
maxpool(6, 6, 2, 2)
maxpool(7, 5, 3, 1)
maxpool(5, 7, 2, 2)
net()
with open("reference.json", "w") as f:
    json.dump(cases, f, separators=(",", ":"))
    f.write("\n")
