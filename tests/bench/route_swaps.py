#!/usr/bin/env python3
"""Circuits that fit nowhere on heavy-hex devices: swaps and fidelity of dqcc's routing against Qiskit's level 3.

    route_swaps.py --dqcc build/release/bin/dqcc --data ../shared/data

Qiskit's level 3 writes both programs in the device's gates: of what dqcc routed, at the places where dqcc put it, and
of the source, with its own layout and routing (mean over --seeds seeds). Printed for each case: swaps put in; gates
on two qubits in the device's basis; the probability that no gate and no readout fails, product of 1 - e; and dqcc's
processor seconds. Then the geometric means of the ratios dqcc / Qiskit. Exit code 1 if dqcc's programs are worse: a
mean ratio of swaps above 1, or of fidelities below 1.
"""
import argparse
import json
import math
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile

import openqasm3
import qiskit_qasm3_import
from qiskit import QuantumCircuit, qasm2, transpile
from qiskit.synthesis.qft import synth_qft_full
from qiskit.transpiler import generate_preset_pass_manager

from calibrated_device import CalibratedDevice


def qaoa(edges, n, layers=1):
    circuit = QuantumCircuit(n, n)
    circuit.h(range(n))
    for layer in range(layers):
        for i, (a, b) in enumerate(edges):
            circuit.rzz(0.3 + 0.01 * i + 0.1 * layer, a, b)
        circuit.rx(0.7 + 0.1 * layer, range(n))
    return circuit


def complete(n):
    return [(a, b) for a in range(n) for b in range(a + 1, n)]


def regular(n, degree, rng):
    """Edges of a simple graph on n vertices of one degree."""
    while True:
        ends = [v for v in range(n) for _ in range(degree)]
        rng.shuffle(ends)
        edges = {tuple(sorted(pair)) for pair in zip(ends[::2], ends[1::2])}
        if len(edges) == n * degree // 2 and all(a != b for a, b in edges):
            return sorted(edges)


def random_pairs(n, gates, rng):
    circuit = QuantumCircuit(n, n)
    for _ in range(gates):
        a, b = rng.sample(range(n), 2)
        circuit.u(rng.random(), rng.random(), rng.random(), a)
        circuit.cx(a, b)
    return circuit


def cases():
    rng = random.Random(4)
    cube = [(a, a ^ 1 << bit) for a in range(8) for bit in range(3) if not a >> bit & 1]
    cz = QuantumCircuit(4, 4)
    cz.h(range(4))
    for a, b in complete(4):
        cz.cz(a, b)
    cz.h(range(4))
    qft = synth_qft_full(6, do_swaps=True)
    full = QuantumCircuit(6, 6)
    full.compose(qft, range(6), inplace=True)
    ghz_ring = QuantumCircuit(9, 9)
    ghz_ring.h(0)
    for i in range(9):
        ghz_ring.cx(i, (i + 1) % 9)
    return [("graph state K4", cz), ("QAOA K4", qaoa(complete(4), 4)), ("QAOA K5", qaoa(complete(5), 5)),
            ("QAOA K6", qaoa(complete(6), 6)), ("QAOA K8", qaoa(complete(8), 8)), ("QAOA cube", qaoa(cube, 8)),
            ("QAOA cube, two layers", qaoa(cube, 8, 2)), ("QAOA 3-regular 10", qaoa(regular(10, 3, rng), 10)),
            ("QAOA 3-regular 16", qaoa(regular(16, 3, rng), 16)), ("QFT 6", full), ("ring of cx, 9", ghz_ring),
            ("random 5, 20 cx", random_pairs(5, 20, rng)), ("random 10, 40 cx", random_pairs(10, 40, rng))]


def measured(circuit):
    out = circuit.copy()
    out.measure(range(circuit.num_qubits), range(circuit.num_qubits))
    return out


def judged(device, physical):
    """Gates on two qubits, and the probability that nothing fails."""
    product, pairs = 1.0, 0
    for gate in physical.data:
        qubits = [physical.find_bit(q).index for q in gate.qubits]
        if gate.operation.name == device.two_qubit:
            product *= 1 - device.coupler_error(*qubits)
            pairs += 1
        elif gate.operation.name in ("sx", "x"):
            product *= 1 - device.gate_error(qubits[0])
        elif gate.operation.name == "measure":
            product *= 1 - device.readout_error(qubits[0])
    return pairs, product


def by_dqcc(options, device, target, circuit):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "c.qasm").write_text(qasm2.dumps(circuit))
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run([options.dqcc, folder / "c.qasm", "-q", "-o", folder / "out", "--device", device.path,
                        "--score=gates", "--qubits=register"], check=True)
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        samples = json.loads((folder / "out" / "samples.json").read_text())
        program = qiskit_qasm3_import.convert(openqasm3.parse((folder / "out" / "copy0.qasm").read_text()))
    assert samples["verified"]
    physical = transpile(program, target=target, optimization_level=3, initial_layout=list(range(device.size)),
                         seed_transpiler=0)
    own = {place for copy in samples["copies"] for place in copy["layout"] + copy.get("spare", [])}
    used = {physical.find_bit(q).index for gate in physical.data for q in gate.qubits}
    assert used <= own, "Qiskit moved the qubits that dqcc placed"
    return (samples["copies"][0].get("swaps", 0), *judged(device, physical), seconds)


def by_qiskit(options, device, target, circuit):
    runs = []
    for seed in range(options.seeds):
        manager = generate_preset_pass_manager(3, target=target, seed_transpiler=seed)
        routing = generate_preset_pass_manager(3, target=target, seed_transpiler=seed)
        routing.translation = routing.optimization = routing.scheduling = None
        swaps = routing.run(circuit).count_ops().get("swap", 0)
        runs.append((swaps, *judged(device, manager.run(circuit))))
    return tuple(statistics.mean(column) for column in zip(*runs))


def geometric_mean(values):
    return math.exp(statistics.mean(math.log(v) for v in values))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--devices", default="guadalupe,brisbane,fez")
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    print("| device | circuit | swaps: dqcc | Qiskit | two-qubit gates: dqcc | Qiskit | no failure: dqcc | Qiskit | s |")
    print("|---|---|---|---|---|---|---|---|---|")
    ratios = []
    for name in options.devices.split(","):
        device = CalibratedDevice(options.data / "devices" / f"{name}.json")
        target = device.target()
        for what, circuit in cases():
            if circuit.num_qubits > device.size:
                continue
            circuit = measured(circuit)
            ours, theirs = by_dqcc(options, device, target, circuit), by_qiskit(options, device, target, circuit)
            ratios.append([(ours[0] + 1) / (theirs[0] + 1), ours[1] / theirs[1], ours[2] / theirs[2]])
            print(f"| {name} | {what} | {ours[0]} | {theirs[0]:.1f} | {ours[1]} | {theirs[1]:.1f} | {ours[2]:.4f} | "
                  f"{theirs[2]:.4f} | {ours[3]:.2f} |", flush=True)
    swaps, pairs, fidelity = (geometric_mean(column) for column in zip(*ratios))
    print(f"dqcc / Qiskit over {len(ratios)} cases: swaps + 1 {swaps:.3f}, two-qubit gates {pairs:.3f}, "
          f"no failure {fidelity:.3f}")
    return 1 if swaps > 1 or fidelity < 1 else 0


if __name__ == "__main__":
    sys.exit(main())
