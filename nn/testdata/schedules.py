"""Writes schedules.json: the learning rates of PyTorch's schedulers.

Run with Debian's python3-torch (1.13.1 when the file was made): /usr/bin/python3 schedules.py
"""
import json
import torch

ITERATIONS = 50
cases = {}


def case(name, make):
    opt = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    scheduler = make(opt)
    rates = []
    for i in range(ITERATIONS):
        rates.append(opt.param_groups[0]["lr"])
        opt.step()
        if i < ITERATIONS - 1:
            scheduler.step()
    cases[name] = rates


s = torch.optim.lr_scheduler
case("step", lambda o: s.StepLR(o, 7, 0.5))
case("exponential", lambda o: s.ExponentialLR(o, 0.9))
case("cosine", lambda o: s.CosineAnnealingLR(o, ITERATIONS, 0.001))
case("one cycle", lambda o: s.OneCycleLR(o, 0.3, ITERATIONS))

with open("schedules.json", "w") as f:
    json.dump(cases, f)
    f.write("\n")
