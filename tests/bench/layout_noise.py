#!/usr/bin/env python3
"""GHZ and QAOA circuits on calibrated devices, run in Qiskit Aer with the devices' errors: placed by dqcc against
placed by Qiskit at optimization level 3.

    layout_noise.py --dqcc build/release/bin/dqcc --data ../shared/data

Both start from the same circuit and the same errors, and Qiskit's level 3 writes both programs in the device's
gates: once with the layout that dqcc chose (--score=gates, for the circuit in those gates; cx for ecr), once with
its own, which is the mean over --seeds seeds. The noise is a
depolarising channel after each gate, of the calibrated average error, and each qubit's own readout errors. Density
matrices, so no sampling error: what is left is the seed and the choice of cases. Printed for each case: the
Hellinger fidelity with the ideal distribution; for QAOA (weighted max-cut) the approximation ratio, for GHZ the
probability of the two right outcomes; and the probability that nothing fails. Then the mean difference of each
and its standard error over the cases. Exit code 1 if one of the first two is below zero by more than that.
"""
import argparse
import math
import pathlib
import random
import statistics
import sys

import numpy as np
from qiskit import QuantumCircuit, qasm2, transpile
from qiskit.quantum_info import Statevector
from qiskit_aer import AerSimulator
from qiskit_aer.noise import NoiseModel, depolarizing_error
from scipy.optimize import minimize

from calibrated_device import CalibratedDevice, place

# Device, kind, form, qubits. Lines and trees embed in every heavy-hex lattice, rings and grids in miami's square one.
CASES = [(device, kind, form, n) for n in (5, 7, 9) for kind in ("ghz", "qaoa") for form in ("line", "tree")
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


def run(device, physical):
    """Probabilities of the classical outcomes of a program in the device's qubits and gates."""
    index = lambda qubit: physical.find_bit(qubit).index
    active = sorted({index(q) for gate in physical.data if gate.operation.name != "barrier" for q in gate.qubits})
    small, read = QuantumCircuit(len(active)), {}
    for gate in physical.data:
        if gate.operation.name == "measure":
            read[physical.find_bit(gate.clbits[0]).index] = index(gate.qubits[0])
        elif gate.operation.name != "barrier":
            small.append(gate.operation, [active.index(index(q)) for q in gate.qubits])
    qubits = [read[bit] for bit in range(len(read))]
    small.save_probabilities([active.index(q) for q in qubits])
    simulator = AerSimulator(method="density_matrix", noise_model=noise_model(device, active))
    return misread(np.asarray(simulator.run(small, shots=1).result().data()["probabilities"]), device, qubits)


def success(device, physical):
    """The probability that no gate and no readout of a program fails, product of 1 - e."""
    product = 1.0
    for gate in physical.data:
        qubits = [physical.find_bit(q).index for q in gate.qubits]
        if gate.operation.name == device.two_qubit:
            product *= 1 - device.coupler_error(*qubits)
        elif gate.operation.name in ("sx", "x"):
            product *= 1 - device.gate_error(qubits[0])
        elif gate.operation.name == "measure":
            product *= 1 - device.readout_error(qubits[0])
    return product


def judged(device, case, physical):
    return (*case.judge(run(device, physical)), success(device, physical))


def by_dqcc(options, device, target, case):
    gates = ["sx", "x", "rz", "cx" if device.two_qubit == "ecr" else device.two_qubit]
    in_gates = transpile(case.circuit, basis_gates=gates, optimization_level=3, seed_transpiler=0)
    samples, _ = place(options.dqcc, device, qasm2.dumps(in_gates), "--score=gates")
    layout = samples["copies"][0]["layout"]
    physical = transpile(case.circuit, target=target, optimization_level=3, initial_layout=layout, seed_transpiler=0)
    used = {physical.find_bit(q).index for gate in physical.data for q in gate.qubits}
    assert used == set(layout), "Qiskit moved the qubits that dqcc placed"
    return judged(device, case, physical)


def by_qiskit(options, device, target, case):
    runs = [judged(device, case, transpile(case.circuit, target=target, optimization_level=3, seed_transpiler=seed))
            for seed in range(options.seeds)]
    return tuple(statistics.mean(column) for column in zip(*runs))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--cases", type=int, default=len(CASES), help="the first so many")
    options = parser.parse_args()
    print("| device | circuit | Hellinger: dqcc | Qiskit | value: dqcc | Qiskit | no failure: dqcc | Qiskit |")
    print("|---|---|---|---|---|---|---|---|")
    differences = []
    for i, (name, kind, form, n) in enumerate(CASES[:options.cases]):
        device = CalibratedDevice(options.data / "devices" / f"{name}.json")
        target, case = device.target(), Case(kind, form, n, random.Random(i))
        ours, theirs = by_dqcc(options, device, target, case), by_qiskit(options, device, target, case)
        differences.append([a - b for a, b in zip(ours, theirs)])
        figures = " | ".join(f"{value:.4f}" for pair in zip(ours, theirs) for value in pair)
        print(f"| {name} | {kind} {form}-{n} | {figures} |", flush=True)
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
