"""Runs monolithic.qasm of Clifford circuits with up to 100 qubits in stim and compares with the source.

    stim_check.py --dqcc PATH [--seed N]

Every source qubit starts in a Bell pair with a reference qubit, so that all inputs are checked at once:
after the distributed program each stabilizer of the source's state must have the value +1. Measured bits
of the program are forced upon the source."""
import argparse
import math
import pathlib
import sys
import tempfile

import numpy as np
import stim

import plain_qasm
import random_circuits
from compilation import Compilation, Failure, compile_circuits

# (network, qubits): data = ceil(n / k) + 1.
CASES = [
    ("complete:2,data=11,comm=4", 20), ("complete:4,data=16,comm=4", 60), ("line:5,data=21,comm=4", 100),
    ("ring:6,data=18,comm=2", 100), ("grid:3x3,data=12,comm=4", 100), ("star:4,data=9,comm=3", 32),
    ("complete:8,data=14,comm=16", 100), ("line:3,data=5,comm=2", 12),
]
CIRCUITS_PER_CASE = 3
DIRECT = {"id": "I", "x": "X", "y": "Y", "z": "Z", "h": "H", "s": "S", "sdg": "S_DAG", "sx": "SQRT_X",
          "sxdg": "SQRT_X_DAG", "cx": "CX", "cy": "CY", "cz": "CZ", "swap": "SWAP"}


def rotation(name, angles):
    """The matrix of a one-qubit gate with angles."""
    if name in ("u3", "u", "U"):
        theta, phi, lam = angles
    elif name == "rx":
        theta, phi, lam = angles[0], -math.pi / 2, math.pi / 2
    elif name == "ry":
        theta, phi, lam = angles[0], 0, 0
    elif name in ("rz", "p", "u1"):
        theta, phi, lam = 0, 0, angles[0]
    else:
        raise Failure(f"gate {name} is not known to be Clifford")
    c, s = math.cos(theta / 2), math.sin(theta / 2)
    return np.array([[c, -np.exp(1j * lam) * s], [np.exp(1j * phi) * s, np.exp(1j * (phi + lam)) * c]])


class Runner:
    """Executes a plain program on a stim.TableauSimulator."""

    def __init__(self, program, index, simulator):
        self.index, self.simulator = index, simulator
        self.bits = {(name, i): 0 for name, size in program.bits.items() for i in range(size)}
        self.sizes = program.bits
        self.measured = []  # (bit, value) in order, of all measurements

    def holds(self, statement):
        for register, bit, value in statement.conditions:
            if bit is None:
                actual = sum(self.bits[register, i] << i for i in range(self.sizes[register]))
            else:
                actual = self.bits[register, bit]
            if actual != value:
                return False
        return True

    def step(self, statement, forced=None):
        if not self.holds(statement):
            return
        targets = [self.index[wire] for wire in statement.wires]
        if statement.name == "measure":
            if forced is not None:
                force(self.simulator, targets[0], forced(statement.bit))
            value = int(self.simulator.measure(targets[0]))
            self.bits[statement.bit] = value
            self.measured.append((statement.bit, value))
        elif statement.name == "reset":
            self.simulator.reset(targets[0])
        else:
            self.gate(statement, targets)

    def gate(self, statement, targets):
        if statement.name in DIRECT:
            self.simulator.do(stim.CircuitInstruction(DIRECT[statement.name], targets))
        elif statement.name in ("cp", "cu1"):
            turns = statement.angles[0] / math.pi
            if abs(turns - round(turns)) > 1e-9:
                raise Failure(f"cp({statement.angles[0]}) is not Clifford")
            if round(turns) % 2:
                self.simulator.cz(*targets)
        else:
            tableau = stim.Tableau.from_unitary_matrix(rotation(statement.name, statement.angles), endian="little")
            self.simulator.do_tableau(tableau, targets)


def force(simulator, target, value):
    try:
        simulator.postselect_z(target, desired_value=bool(value))
    except ValueError:
        raise Failure("the program measured a value that the source cannot give") from None


def bell(simulator, qubits, references):
    for qubit, reference in zip(qubits, references):
        simulator.h(reference)
        simulator.cx(reference, qubit)


def check(source_text, compilation, seed):
    """Raises Failure where the program's state differs from the source's."""
    source, program = plain_qasm.read(source_text), plain_qasm.read(compilation.text)
    wires = [(name, i) for name, size in program.qubits.items() for i in range(size)]
    qubits = [(name, i) for name, size in source.qubits.items() for i in range(size)]
    n = len(qubits)

    ran = Runner(program, {wire: n + i for i, wire in enumerate(wires)}, stim.TableauSimulator(seed=seed))
    dirty(ran, wires, compilation.initial, seed)
    bell(ran.simulator, [ran.index[place] for place in compilation.initial], range(n))
    for statement in program.statements:
        ran.step(statement)

    names = {compilation.bit_registers.get(name, name): name for name in source.bits}
    outcomes = {}
    for (register, i), value in ran.measured:
        if register in names:
            outcomes.setdefault((names[register], i), []).append(value)
    model = Runner(source, {qubit: n + i for i, qubit in enumerate(qubits)}, stim.TableauSimulator(seed=seed))
    bell(model.simulator, range(n, 2 * n), range(n))
    for statement in source.statements:
        model.step(statement, lambda bit: next_outcome(outcomes, bit))
    if any(outcomes.values()):
        raise Failure("the program measures into the source's bits more often than the source does")
    compare(model.simulator, ran, compilation.final, n)


def dirty(runner, wires, initial, seed):
    """Random stabilizer states on the wires that start with no source qubit."""
    rng = np.random.default_rng(seed)
    for wire in wires:
        if wire not in initial:
            for gate in rng.choice(["H", "S", "X"], size=4):
                runner.simulator.do(stim.CircuitInstruction(str(gate), [runner.index[wire]]))


def next_outcome(outcomes, bit):
    if not outcomes.get(bit):
        raise Failure(f"the program measures {bit[0]}[{bit[1]}] too rarely")
    return outcomes[bit].pop(0)


def compare(model, ran, final, n):
    where = list(range(n)) + [ran.index[place] for place in final]
    for stabilizer in model.canonical_stabilizers():
        moved = stim.PauliString(ran.simulator.num_qubits)
        moved.sign = stabilizer.sign
        for i in range(min(len(stabilizer), 2 * n)):
            moved[where[i]] = stabilizer[i]
        if ran.simulator.peek_observable_expectation(moved) != 1:
            raise Failure(f"stabilizer {stabilizer} of the source does not hold")


def clifford_source(seed, qubits, kind):
    """A random Clifford source; "measured" adds measurements into distinct bits, resets of the qubits just
    measured (an outcome that is not recorded could not be forced) and conditions on the bits."""
    rng = np.random.default_rng([seed, qubits])
    lines, bits = [f"qreg q[{qubits}];"], 0
    for _ in range(4 * qubits):
        name = str(rng.choice(random_circuits.CLIFFORD))
        statement = random_circuits.gate_statement(rng, name, local_pool(rng, qubits))
        draw = rng.random()
        if kind == "measured" and draw < 0.06:
            qubit = rng.integers(qubits)
            statement = f"measure q[{qubit}] -> c{bits}[0];"
            bits += 1
            if draw < 0.03:
                lines.append(statement)
                statement = f"reset q[{qubit}];"
        elif kind == "measured" and bits and draw < 0.15:
            statement = f"if(c{rng.integers(bits)}=={rng.integers(2)}) {statement}"
        lines.append(statement)
    registers = [f"creg c{i}[1];" for i in range(bits)]
    return random_circuits.HEADER + "\n".join(registers + lines) + "\n"


def local_pool(rng, qubits):
    """Operands from a window, as real circuits have, and from everywhere now and then."""
    if rng.random() < 0.2:
        return qubits
    start = int(rng.integers(qubits))
    return [(start + i) % qubits for i in range(min(8, qubits))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    right = wrong = infeasible = 0
    for row, (network, qubits) in enumerate(CASES):
        with tempfile.TemporaryDirectory() as folder:
            sources = {}
            for i in range(CIRCUITS_PER_CASE):
                path = pathlib.Path(folder) / f"clifford_{row}_{i}.qasm"
                kind = ("unitary", "measured")[i % 2]
                sources[path] = clifford_source(1000 * options.seed + 10 * row + i, qubits, kind)
                path.write_text(sources[path])
            flags = ["--network", network, "-O1", "--seed", row]
            compiled = compile_circuits(options.dqcc, list(sources), pathlib.Path(folder) / "out", flags)
            for source, out in compiled.items():
                if out is None:
                    infeasible += 1
                    continue
                try:
                    for seed in range(3):
                        check(sources[source], Compilation(out), seed)
                    right += 1
                except Failure as failure:
                    wrong += 1
                    print(f"WRONG {network} {source.name}: {failure}")
    print(f"{right} Clifford compilations equal their source, {wrong} do not, {infeasible} infeasible")
    sys.exit(bool(wrong) or right < len(CASES))


if __name__ == "__main__":
    main()
