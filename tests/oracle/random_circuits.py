"""Random sources and the networks they are compiled for. Fixed seeds: every run makes the same."""
import numpy as np

# name -> (qubits, parameters): all that qelib1.inc declares.
GATES = {
    "u3": (1, 3), "u2": (1, 2), "u1": (1, 1), "cx": (2, 0), "id": (1, 0), "u": (1, 3), "p": (1, 1),
    "x": (1, 0), "y": (1, 0), "z": (1, 0), "h": (1, 0), "s": (1, 0), "sdg": (1, 0), "t": (1, 0), "tdg": (1, 0),
    "rx": (1, 1), "ry": (1, 1), "rz": (1, 1), "sx": (1, 0), "sxdg": (1, 0),
    "cz": (2, 0), "cy": (2, 0), "swap": (2, 0), "ch": (2, 0), "ccx": (3, 0), "cswap": (3, 0),
    "crx": (2, 1), "cry": (2, 1), "crz": (2, 1), "cu1": (2, 1), "cp": (2, 1), "cu3": (2, 3), "csx": (2, 0),
    "cu": (2, 4), "rxx": (2, 1), "rzz": (2, 1), "rccx": (3, 0), "rc3x": (4, 0), "c3x": (4, 0), "c3sqrtx": (4, 0),
    "c4x": (5, 0),
}
CLIFFORD = ["h", "s", "sdg", "x", "y", "z", "sx", "sxdg", "cx", "cz", "cy", "swap"]
HEADER = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'

# (network, data qubits in total), at most 12 wires each: data plus communication qubits.
SMALL_NETWORKS = [
    ("complete:2,data=2,comm=4", 4), ("complete:2,data=3,comm=3", 6), ("complete:2,data=4,comm=2", 8),
    ("complete:2,data=5,comm=1", 10), ("complete:3,data=2,comm=2", 6), ("complete:3,data=3,comm=1", 9),
    ("complete:3,data=1,comm=3", 3), ("line:3,data=2,comm=2", 6), ("line:3,data=1,comm=3", 3),
    ("ring:4,data=1,comm=2", 4), ("star:4,data=1,comm=2", 4), ("grid:2x2,data=1,comm=2", 4),
]


def angle(rng):
    """A generic angle, or one of the special ones that compilers treat apart."""
    special = ["0", "pi", "-pi/2", "pi/2", "pi/4", "3*pi/4", "2*pi", "-pi/4"]
    return str(rng.choice(special)) if rng.random() < 0.35 else f"{rng.uniform(-7, 7):.6f}"


def gate_statement(rng, name, qubits):
    arity, parameters = GATES[name]
    chosen = rng.choice(qubits, size=arity, replace=False)  # of range(qubits), or of a list
    arguments = f"({','.join(angle(rng) for _ in range(parameters))})" if parameters else ""
    return f"{name}{arguments} " + ",".join(f"q[{q}]" for q in chosen) + ";"


def pick(rng, qubits, names):
    """A gate that fits on `qubits`; two-qubit gates are the likeliest, large ones are rare."""
    weight = {1: 1.0, 2: 1.5, 3: 0.5, 4: 0.12, 5: 0.12}
    fits = [name for name in names if GATES[name][0] <= qubits]
    weights = np.array([weight[GATES[name][0]] for name in fits])
    return str(rng.choice(fits, p=weights / weights.sum()))


def random_source(seed, qubits, kind, names=tuple(GATES), length=None):
    """OpenQASM 2 on `qubits` qubits. kind: "unitary"; "measured" (measurement and reset in mid-circuit,
    conditions on bits and registers); "final" (all qubits measured at the end)."""
    rng = np.random.default_rng([seed, qubits])
    length = length or int(rng.integers(5, 14))
    lines = [f"qreg q[{qubits}];"]
    if kind == "final":
        lines.append(f"creg c[{qubits}];")
    if kind == "measured":
        lines += ["creg c[2];", "creg flag[1];"]
    left = 4  # measurements and resets: each doubles the branches
    for _ in range(length):
        statement = gate_statement(rng, pick(rng, qubits, names), qubits)
        draw = rng.random()
        if kind == "measured" and draw < 0.2 and left:
            left -= 1
            bit = rng.choice(["c[0]", "c[1]", "flag[0]"])
            statement = f"measure q[{rng.integers(qubits)}] -> {bit};"
        elif kind == "measured" and draw < 0.27 and left:
            left -= 1
            statement = f"reset q[{rng.integers(qubits)}];"
        elif kind == "measured" and draw < 0.5:
            register, top = (("c", 4), ("flag", 2))[int(rng.integers(2))]
            statement = f"if({register}=={rng.integers(top)}) {statement}"
        elif draw > 0.96:
            statement = "barrier q;"
        lines.append(statement)
    if kind == "final":
        lines.append("measure q -> c;")
    return HEADER + "\n".join(lines) + "\n"
