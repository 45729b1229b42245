"""Trains the benchmark's nets with PyTorch on the processor. Variants: contiguous, which is the default layout, and
channels_last, for the nets of images.

Usage: torch_peer.py data-file threads
"""
import sys

import torch
from torch import nn
from torch.nn import functional

import common


def dense(sizes, norm):
    layers = []
    for i in range(1, len(sizes) - 1):
        layers.append(nn.Linear(sizes[i - 1], sizes[i]))
        if norm:
            layers.append(nn.BatchNorm1d(sizes[i]))
        layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))


def simple():
    return nn.Sequential(nn.Conv2d(1, 30, 5), nn.ReLU(inplace=True), nn.MaxPool2d(2), nn.Flatten(),
                         nn.Linear(30 * 12 * 12, 100), nn.ReLU(inplace=True), nn.Linear(100, 10))


def deep():
    layers, c = [], 1
    for i, (f, pad) in enumerate([(16, 1), (16, 1), (32, 1), (32, 2), (64, 1), (64, 1)], 1):
        layers += [nn.Conv2d(c, f, 3, padding=pad), nn.ReLU(inplace=True)]
        if i % 2 == 0:
            layers.append(nn.MaxPool2d(2))
        c = f
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 4 * 4, 50), nn.ReLU(inplace=True), nn.Dropout(0.5),
                         nn.Linear(50, 10), nn.Dropout(0.5))


def main():
    torch.set_num_threads(int(sys.argv[2]))
    torch.manual_seed(0)
    images, labels = (torch.from_numpy(v) for v in common.load(sys.argv[1]))
    pictures = images.view(-1, 1, 28, 28)

    def make(net, variant):
        model = {"a": lambda: dense([784, 50, 30, 20, 10], True),
                 "b": lambda: dense([784] + [100] * 6 + [10], False),
                 "c": simple, "d": deep}[net]()
        x, last = (images if net in "ab" else pictures), variant == "channels_last"
        if last:
            model = model.to(memory_format=torch.channels_last)
        optimizer = torch.optim.SGD(model.parameters(), 0.01) if net in "ab" else torch.optim.Adam(model.parameters(), 0.001)

        def step():
            index = torch.randint(0, len(x), (common.BATCH[net],))
            batch = x[index]
            if last:
                batch = batch.contiguous(memory_format=torch.channels_last)
            loss = functional.cross_entropy(model(batch), labels[index])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()

        return step

    common.serve(torch.__version__, make)


main()
