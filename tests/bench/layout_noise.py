#!/usr/bin/env python3
"""GHZ and QAOA circuits on calibrated devices, run in Qiskit Aer with the devices' errors: placed by dqcc against
placed by Qiskit at optimization level 3.

    layout_noise.py --dqcc build/release/bin/dqcc --data ../shared/data

Only the places differ: Qiskit's level 3 writes the circuit in the device's gates and chooses where they act; dqcc
places this very program anew (--score=gates), and each figure is the mean over --seeds seeds of level 3. The noise
is a depolarising channel after each gate, of the calibrated average error, and each qubit's own readout errors.
Density matrices, so no sampling error: what is left is the seed and the choice of cases. Printed for each case: the
Hellinger fidelity with the ideal distribution; for QAOA (weighted max-cut) the approximation ratio, for GHZ the
probability of the two right outcomes; and the probability that nothing fails. Then in how many programs both chose
the same qubits for the same purposes, the mean difference of each figure and its standard error over the cases. Exit code 1 if one of the first two is below zero by more than that.
"""
import argparse
import math
import pathlib
import random
import statistics
import sys

import numpy as np
from qiskit import QuantumCircuit, qasm2, transpile
from qiskit.circuit.library import CXGate
from qiskit.quantum_info import Statevector
from qiskit_aer import AerSimulator
from qiskit_aer.noise import NoiseModel, depolarizing_error
from scipy.optimize import minimize

from calibrated_device import CalibratedDevice, place

# Device, kind, form, qubits. Lines and trees embed in every heavy-hex lattice, rings and grids in miami's square one.
CASES = [(device, kind, form, n) for n in range(4, 10) for kind in ("ghz", "qaoa") for form in ("line", "tree")
         for device in ("guadalupe", "auckland", "brooklyn", "brisbane", "fez", "miami")]
CASES += [("miami", kind, form, n) for kind in ("ghz", "qaoa") for form, n in (("ring", 6), ("ring", 8), ("grid", 6))
          if (kind, form) != ("ghz", "ring")]


def edges_of(form, n):
    """Edges of a graph on n vertices, each from a vertex that is reached to a later one. A tree is a line with a
    side vertex in its middle."""
    line = [(i, i + 1) for i in range(n - 1)]
    return {"line": line, "tree": line[:-1] + [((n - 2) // 2, n - 1)], "ring": line + [(0, n - 1)],
            "grid": [(i, i + 1) for i in range(n - 1) if i != n // 2 - 1] +
                    [(i, i + n // 2) for i in range(n // 2)]}[form]


class Case:
    """A circuit with measurements, its ideal distribution and, for QAOA, the cut of every outcome."""

    def __init__(self, kind, form, n, rng):
        self.edges, self.n = edges_of(form, n), n
        outcomes = np.arange(2 ** n)
        if kind == "ghz":
            self.circuit = QuantumCircuit(n, n)
            self.circuit.h(0)
            for a, b in self.edges:
                self.circuit.cx(a, b)
            self.value = ((outcomes == 0) | (outcomes == 2 ** n - 1)).astype(float)
        else:
            weights = [round(rng.uniform(0.3, 1.0), 3) for _ in self.edges]
            cut = sum(w * ((outcomes >> a ^ outcomes >> b) & 1) for w, (a, b) in zip(weights, self.edges))
            self.value = cut / cut.max()
            start = [0.8, 1.1, 0.5, 0.3]
            loss = lambda angles: -float(self.distribution(self.qaoa(weights, angles)) @ self.value)
            self.circuit = self.qaoa(weights, minimize(loss, start, method="COBYLA", options={"maxiter": 80}).x)
        self.ideal = self.distribution(self.circuit)
        self.circuit.measure(range(n), range(n))

    def qaoa(self, weights, angles):
        """Layers of phases gamma_i and mixers beta_i, angles = gammas then betas."""
        circuit, layers = QuantumCircuit(self.n, self.n), len(angles) // 2
        circuit.h(range(self.n))
        for gamma, beta in zip(angles[:layers], angles[layers:]):
            for weight, (a, b) in zip(weights, self.edges):
                circuit.rzz(float(gamma * weight), a, b)
            circuit.rx(float(2 * beta), range(self.n))
        return circuit

    @staticmethod
    def distribution(circuit):
        return Statevector(circuit).probabilities()

    def judge(self, probabilities):
        """Hellinger fidelity with the ideal distribution, and the mean value of the outcomes."""
        return float(np.sqrt(np.clip(probabilities, 0, 1) * self.ideal).sum() ** 2), float(probabilities @ self.value)


def noise_model(device, active):
    """Of the device's qubits `active`, numbered by their places there. An average error e of a gate is the
    depolarising channel of parameter e * d / (d - 1) on its d dimensions."""
    model = NoiseModel(["sx", "x", "rz", device.two_qubit])
    place_of = {qubit: i for i, qubit in enumerate(active)}
    for qubit, i in place_of.items():
        model.add_quantum_error(depolarizing_error(2 * device.gate_error(qubit), 1), ["sx", "x"], [i])
    for (a, b), error in device.couplers.items():
        if a in place_of and b in place_of:
            channel = depolarizing_error(4 * error / 3, 2)
            for ends in ((a, b), (b, a)):
                model.add_quantum_error(channel, device.two_qubit, [place_of[q] for q in ends])
    return model


def misread(probabilities, device, qubits):
    """The distribution of what is read when bit i is `qubits[i]`, whose readout is wrong as calibrated."""
    tensor = probabilities.reshape([2] * len(qubits))
    for bit, qubit in enumerate(qubits):
        q = device.qubits[qubit]
        one, zero = (q.get(key, q["readout_error"]) for key in ("p_meas1_prep0", "p_meas0_prep1"))
        axis = len(qubits) - 1 - bit
        tensor = np.moveaxis(np.tensordot([[1 - one, zero], [one, 1 - zero]], tensor, ([1], [axis])), 0, axis)
    return tensor.reshape(-1)


class Program:
    """A program in the device's gates, apart from where it runs."""

    def __init__(self, device, physical):
        index = lambda qubit: physical.find_bit(qubit).index
        gates = [gate for gate in physical.data if gate.operation.name != "barrier"]
        self.device, self.layout = device, sorted({index(q) for gate in gates for q in gate.qubits})
        vertex = {qubit: v for v, qubit in enumerate(self.layout)}
        self.gates = [(gate.operation, [vertex[index(q)] for q in gate.qubits],
                       [physical.find_bit(c).index for c in gate.clbits]) for gate in gates]

    def circuit(self, replaced=None):
        """With measurements; `replaced` stands for the device's two-qubit gate."""
        out = QuantumCircuit(len(self.layout), len(self.layout))
        for operation, qubits, bits in self.gates:
            out.append(replaced if replaced and operation.name == self.device.two_qubit else operation, qubits, bits)
        return out

    def run(self, layout):
        """Probabilities of the classical outcomes where vertex v is the device's qubit layout[v]."""
        unread, read = QuantumCircuit(len(layout)), {}
        for operation, qubits, bits in self.gates:
            if operation.name == "measure":
                read[bits[0]] = qubits[0]
            else:
                unread.append(operation, qubits)
        vertices = [read[bit] for bit in range(len(read))]
        unread.save_probabilities(vertices)
        simulator = AerSimulator(method="density_matrix", noise_model=noise_model(self.device, layout))
        found = np.asarray(simulator.run(unread, shots=1).result().data()["probabilities"])
        return misread(found, self.device, [layout[v] for v in vertices])

    def success(self, layout):
        """The probability that no gate and no readout fails there, product of 1 - e."""
        product = 1.0
        for operation, vertices, _ in self.gates:
            qubits = [layout[v] for v in vertices]
            if operation.name == self.device.two_qubit:
                product *= 1 - self.device.coupler_error(*qubits)
            elif operation.name in ("sx", "x"):
                product *= 1 - self.device.gate_error(qubits[0])
            elif operation.name == "measure":
                product *= 1 - self.device.readout_error(qubits[0])
        return product

    def judged(self, case, layout):
        return (*case.judge(self.run(layout)), self.success(layout))


def compared(options, device, case):
    """The figures where dqcc places the programs and where Qiskit does, means over the seeds; how many are at the
    same place."""
    ours, theirs, same, target = [], [], 0, device.target()
    for seed in range(options.seeds):
        program = Program(device, transpile(case.circuit, target=target, optimization_level=3, seed_transpiler=seed))
        # To dqcc, cx is a gate that takes a coupler once, as ecr does.
        samples, _ = place(options.dqcc, device, qasm2.dumps(program.circuit(CXGate())), "--score=gates")
        layout = samples["copies"][0]["layout"]
        ours.append(program.judged(case, layout))
        theirs.append(program.judged(case, program.layout))
        same += layout == program.layout
    return *(tuple(statistics.mean(column) for column in zip(*rows)) for rows in (ours, theirs)), same


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--cases", type=int, default=len(CASES), help="the first so many")
    options = parser.parse_args()
    print("| device | circuit | Hellinger: dqcc | Qiskit | value: dqcc | Qiskit | no failure: dqcc | Qiskit |")
    print("|---|---|---|---|---|---|---|---|")
    differences, same = [], 0
    for i, (name, kind, form, n) in enumerate(CASES[:options.cases]):
        device = CalibratedDevice(options.data / "devices" / f"{name}.json")
        case = Case(kind, form, n, random.Random(i))
        ours, theirs, alike = compared(options, device, case)
        same += alike
        differences.append([a - b for a, b in zip(ours, theirs)])
        figures = " | ".join(f"{value:.4f}" for pair in zip(ours, theirs) for value in pair)
        print(f"| {name} | {kind} {form}-{n} | {figures} |", flush=True)
    print(f"the same place in {same} of {options.seeds * len(differences)} programs")
    below = 0
    for what, column in zip(("Hellinger fidelity", "ratio or population", "no failure"), zip(*differences)):
        mean, error = statistics.mean(column), statistics.stdev(column) / math.sqrt(len(column))
        higher, lower = sum(d > 1e-9 for d in column), sum(d < -1e-9 for d in column)
        print(f"{what}: dqcc - Qiskit = {mean:+.5f} +- {error:.5f}; higher in {higher}, lower in {lower} of "
              f"{len(column)}")
        below += what != "no failure" and mean < -error
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
