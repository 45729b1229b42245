"""Writes tensor.json: results of the operations on tensors, computed by NumPy.

Run with Debian's python3-numpy (1.24.2 when the file was made): /usr/bin/python3 tensor.py
"""
import json
import numpy as np

rng = np.random.default_rng(20250311)
cases = []


def some(*shape):
    """Random numbers that float32 holds exactly."""
    return np.round(rng.normal(size=shape) * 16) / 16


def tensor(a):
    a = np.asarray(a, dtype=np.float64)
    return {"Shape": list(a.shape), "Data": [float(f"{v:.10g}") for v in a.reshape(-1)]}


def case(op, inputs, results, ints=()):
    if not isinstance(results, (list, tuple)):
        results = [results]
    cases.append({"Op": op, "In": [tensor(a) for a in inputs], "Out": [tensor(a) for a in results],
                  "Ints": [int(i) for i in ints]})


def refused(op, inputs, ints=()):
    """A case that NumPy refuses."""
    cases.append({"Op": op, "In": [tensor(a) for a in inputs], "Out": [], "Ints": list(ints)})


binary = {
    "Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide, "Maximum": np.maximum, "Minimum": np.minimum,
    "Greater": np.greater, "GreaterEqual": np.greater_equal, "Less": np.less, "LessEqual": np.less_equal,
    "EqualTo": np.equal,
}
pairs = [((2, 3), (2, 3)), ((2, 3), (3,)), ((3,), (2, 3)), ((2, 3), (2, 1)), ((2, 3), (1, 3)), ((2, 1), (1, 3)),
         ((2, 1), (3,)), ((), (2, 3)), ((2, 3), ()), ((1,), (3,)), ((3,), (1, 1)), ((), ()), ((4, 1, 3), (5, 1)),
         ((2, 3, 2, 4), (4,)), ((2, 3, 2, 4), (2, 1, 1, 4)), ((2, 3, 2, 4), (3, 1, 4)), ((2, 1, 4, 1), (3, 1, 5)),
         ((0, 3), (3,)), ((2, 0), (2, 1)), ((1, 3), (0, 1)), ((7, 1, 1), (1, 1, 6)), ((1, 1), (2, 2))]
for k, (a, b) in enumerate(pairs):
    for i, (name, f) in enumerate(binary.items()):
        if name in ("Add", "Less") or (i + k) % 3 == 0:
            x, y = some(*a), some(*b)
            if name in ("EqualTo", "GreaterEqual", "LessEqual"):
                x, y = np.round(x), np.round(y)
            if name == "Div":
                y = np.where(y == 0, 1, y)
            case(name, [x, y], f(x, y))
for a, b in [((2, 3), (2,)), ((2, 3), (4,)), ((2, 3), (3, 3)), ((2, 0), (3,)), ((2, 3, 4), (2, 3))]:
    try:
        np.add(np.zeros(a), np.zeros(b))
        raise SystemExit(f"NumPy adds {a} and {b}")
    except ValueError:
        refused("Add", [np.zeros(a), np.zeros(b)])
m, x, y = some(2, 1) > 0, some(3), some(2, 3)
case("Where", [m, x, y], np.where(m, x, y))
for a, b in [((3, 1), (2, 3, 4)), ((4,), (2, 4)), ((), (2, 2)), ((1, 4), (0, 4))]:
    x = some(*a)
    case("BroadcastTo", [x], np.broadcast_to(x, b), b)

for name, f in [("Neg", np.negative), ("Abs", np.abs), ("Sign", np.sign), ("Square", np.square)]:
    x = some(3, 4)
    x[0, 0] = 0
    case(name, [x], f(x))
for p in (-3, -2, -1, 0, 1, 2, 3, 7):
    x = some(3, 4)
    x[x == 0] = 1
    case("Pow", [x, p], np.power(x, float(p)))
for p in (.5, 1.5, -.25, 2.75, 1 / 3):
    p = float(np.float32(p))
    x = np.abs(some(3, 4)) + 1 / 16
    case("Pow", [x, p], np.power(x, p))
x = some(3, 4)
case("Clip", [x, -.5, .25], np.clip(x, -.5, .25))

shapes = [(5,), (3, 4), (1, 6), (6, 1), (2, 3, 4), (2, 3, 2, 2), (1, 1, 1), (270, 2), (2, 270, 2)]
for shape in shapes:
    for axis in range(-len(shape), len(shape)):
        x = some(*shape)
        for name, f in [("SumAxis", np.sum), ("MeanAxis", np.mean), ("VarAxis", np.var), ("StdAxis", np.std),
                        ("MaxAxis", np.max), ("MinAxis", np.min), ("ArgmaxAxis", np.argmax), ("ArgminAxis", np.argmin)]:
            if name == "SumAxis" or axis >= 0 and x.size < 100:
                case(name, [x], f(x, axis=axis), [axis])
        if x.size >= 100:
            continue
        if axis >= 0:
            e = np.exp(x - x.max(axis, keepdims=True))
            case("SoftmaxAxis", [x], e / e.sum(axis, keepdims=True), [axis])
            case("Flip", [x], np.flip(x, axis), [axis])
            case("Repeat", [x], np.repeat(x, 3, axis), [axis, 3])
            n = shape[axis]
            case("Slice", [x], np.take(x, range(n // 3, n), axis), [axis, n // 3, n])
            case("Take", [x], np.take(x, [n - 1, 0, 0], axis), [axis, n - 1, 0, 0])
            case("Expand", [x], np.expand_dims(x, axis), [axis])
            case("Concat", [x, x, np.take(x, [0], axis)], np.concatenate([x, x, np.take(x, [0], axis)], axis), [axis])
            case("Stack", [x, -x], np.stack([x, -x], axis), [axis])
            case("SplitAt", [x], np.split(x, [n // 2, n - 1], axis) if n > 1 else np.split(x, [0, 0], axis),
                 [axis] + ([n // 2, n - 1] if n > 1 else [0, 0]))
            if n % 2 == 0:
                case("Split", [x], np.split(x, 2, axis), [axis, 2])
    if x.size >= 100:
        continue
    for name, f in [("Sum", np.sum), ("Mean", np.mean), ("Var", np.var), ("Std", np.std), ("Max", np.max), ("Min", np.min)]:
        case(name, [x], f(x))
    case("Dot", [x, x + 1], np.vdot(x, x + 1))
x = some(2, 3, 2)
case("Expand", [x], np.expand_dims(x, -1), [-1])
case("Stack", [x, -x], np.stack([x, -x], -1), [-1])
for axes in [(0, 1, 2, 3), (3, 2, 1, 0), (0, 3, 1, 2), (0, 2, 3, 1), (1, 0, 3, 2), (2, 3, 0, 1), (-1, 0, 1, 2)]:
    x = some(2, 3, 4, 5)
    case("Transpose", [x], np.transpose(x, axes), axes)
for shape in [(5,), (3, 4), (2, 3, 4), (0, 3)]:
    x = some(*shape)
    case("Transpose", [x], np.transpose(x))
    case("Flatten", [x], x.reshape(-1))
x = some(1, 3, 1, 2)
case("Squeeze", [x], np.squeeze(x))
for shape, times in [((3,), (2,)), ((3,), (2, 2)), ((2, 3), (2,)), ((2, 3), (2, 1)), ((2, 3), (1, 3)), ((2, 1, 2), (1, 2)), ((2,), (0,)), ((2, 2), (1,))]:
    x = some(*shape)
    case("Tile", [x], np.tile(x, times), times)
x = some(2, 3)
case("Pad", [x, 7], np.pad(x, ((1, 0), (2, 3)), constant_values=7), [1, 2, 0, 3])
x = some(2, 3, 3, 2)
case("Pad", [x, 0], np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0))), [0, 1, 1, 0, 0, 1, 1, 0])
for a, b in [((3, 4), (4, 2)), ((4,), (4, 2)), ((3, 4), (4,)), ((1, 4), (4, 1)), ((0, 4), (4, 2)), ((2, 0), (0, 3)), ((13, 30), (30, 20))]:
    x, y = some(*a), some(*b)
    case("MatMul", [x, y], x @ y)
x, y = some(3), some(4)
case("Outer", [x, y], np.outer(x, y))
for a in [(0, 5, 1), (2, -3, -1), (0, 1, .25), (0, 1, .3), (5, 0, 1), (-1, 1, .125)]:
    a = [float(np.float32(v)) for v in a]
    case("Arange", a, np.arange(*a))
for a in [(0, 1, 5), (-3, 3, 7), (2, 2, 3), (0, 1, 1), (1, 0, 11)]:
    case("Linspace", a, np.linspace(*a))
case("Eye", [], np.eye(4), [4])

with open("tensor.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
print(len(cases), "cases")
