"""Writes optimizers.json: 20 steps of PyTorch's optimizers in float64 on gradients that are given, not computed.

Run with Debian's python3-torch (1.13.1 when the file was made): /usr/bin/python3 optimizers.py
"""
import json
import numpy as np
import torch

STEPS = 20
rng = np.random.default_rng(20240611)
start = np.round(rng.normal(size=5) * 256) / 256  # float32 holds these exactly
grads = np.round(rng.normal(size=(STEPS, 5)) * 256) / 256
grads[:, 4] *= 0.0009765625  # small gradients, for which eps counts
grads[0, 3] = 0

cases = []


def case(name, make, drop=1.0, **settings):
    """drop: factor of the learning rate after half of the steps."""
    p = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
    opt = make([p], **settings)
    values = []
    for i in range(STEPS):
        if i == STEPS // 2:
            for group in opt.param_groups:
                group["lr"] *= drop
        p.grad = torch.tensor(grads[i], dtype=torch.float64)
        opt.step()
        values.append([float(v) for v in p.detach()])
    cases.append({"Name": name, "Drop": drop, "Settings": settings, "Values": values})


o = torch.optim
case("SGD", o.SGD, lr=0.1)
case("SGD", o.SGD, lr=0.1, drop=0.1)
case("Momentum", o.SGD, lr=0.1, momentum=0.9)
case("Momentum", o.SGD, lr=0.1, momentum=0.9, drop=0.1)
case("Nesterov", o.SGD, lr=0.1, momentum=0.9, nesterov=True)
case("AdaGrad", o.Adagrad, lr=0.1, eps=1e-7)
case("RMSprop", o.RMSprop, lr=0.01, alpha=0.99, eps=1e-7)
case("Adam", o.Adam, lr=0.01, eps=1e-2)
case("Adam", o.Adam, lr=0.01, eps=1e-8)
case("AdamW", o.AdamW, lr=0.01, eps=1e-8, weight_decay=0.1)
case("AdamW", o.AdamW, lr=0.01, eps=1e-2, weight_decay=0.1, drop=0.1)

with open("optimizers.json", "w") as f:
    json.dump({"Start": [float(v) for v in start], "Grads": [[float(v) for v in g] for g in grads], "Cases": cases}, f)
    f.write("\n")
