#!/usr/bin/env python3
"""Processor seconds to the best place of a circuit on a calibrated device, and how good it is: dqcc against
mapomatic (where it can be imported) and Qiskit's VF2Layout, one after the other in one run.

    layout_time.py --dqcc build/release/bin/dqcc --data ../shared/data --patterns line-20 --devices brisbane,fez

Of dqcc the whole process counts (start, reading, search, proof of the best, writing), of the others the call alone:
no start of Python, no import, no reading of the device. VF2Layout gets the limits of optimization level 3. The
fidelity is the product of (1 - e) over readouts and couplers, each once. mapomatic lists all places, which are
millions for long lines on a square grid: keep to heavy-hex devices with it. Exit code 1 if dqcc's is below another's
or --at-least times as fast as mapomatic is missed.
"""
import argparse
import pathlib
import sys
import time

from qiskit import QuantumCircuit
from qiskit.transpiler import PassManager
from qiskit.transpiler.passes import VF2Layout
from qiskit.transpiler.preset_passmanagers.common import get_vf2_limits

from calibrated_device import CalibratedDevice, place

try:
    import mapomatic
except ImportError:
    mapomatic = None


def pattern(name, data):
    """Number of qubits and edges; line-N and ring-N by formula, others from data/patterns."""
    kind, _, size = name.rpartition("-")
    if kind in ("line", "ring"):
        n = int(size)
        return n, [(i, i + 1) for i in range(n - 1)] + ([(0, n - 1)] if kind == "ring" else [])
    (n, _), *edges = [tuple(map(int, line.split())) for line in
                      (data / "patterns" / f"{name}.txt").read_text().splitlines() if line.strip()]
    return n, edges


def qasm(n, edges):
    gates = "".join(f"cz q[{a}],q[{b}];\n" for a, b in edges)
    return f'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[{n}];\ncreg c[{n}];\n{gates}measure q -> c;\n'


def in_gate_set(device, n, edges):
    circuit = QuantumCircuit(n, n)
    for a, b in edges:
        getattr(circuit, device.two_qubit)(a, b)
    circuit.measure(range(n), range(n))
    return circuit


def timed(function):
    start = time.process_time()
    result = function()
    return result, time.process_time() - start


def by_vf2(device, target, circuit, edges):
    """Fidelity (None if nothing is found) and seconds."""
    limits = get_vf2_limits(3)
    search = PassManager([VF2Layout(target=target, seed=-1, call_limit=limits.call_limit,
                                    max_trials=limits.max_trials)])
    _, seconds = timed(lambda: search.run(circuit))
    layout = search.property_set["layout"]
    if layout is None:
        return None, seconds
    return device.fidelity(edges, [layout[qubit] for qubit in circuit.qubits]), seconds


def by_mapomatic(device, circuit, edges):
    if mapomatic is None:
        return None, None
    backend = device.mapomatic_backend()
    best, seconds = timed(lambda: mapomatic.best_overall_layout(circuit, backend))
    return (device.fidelity(edges, best[0]) if best else None), seconds


def show(value, form):
    return "-" if value is None else format(value, form)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--patterns", default="line-20")
    parser.add_argument("--devices", default="brisbane,fez")
    parser.add_argument("--repeat", type=int, default=3, help="best of so many runs of each")
    parser.add_argument("--at-least", type=float, default=10.0, help="times faster than mapomatic")
    options = parser.parse_args()
    print("| pattern | device | dqcc F | mapomatic F | VF2Layout F | dqcc, s | mapomatic, s | ratio | VF2Layout, s |")
    print("|---|---|---|---|---|---|---|---|---|")
    missed = 0
    for device_name in options.devices.split(","):
        device = CalibratedDevice(options.data / "devices" / f"{device_name}.json")
        target = device.target()
        for name in options.patterns.split(","):
            n, edges = pattern(name, options.data)
            if place(options.dqcc, device, qasm(n, edges)) is None:
                print(f"| {name} | {device_name} | fits nowhere |", flush=True)
                continue
            circuit = in_gate_set(device, n, edges)
            ours, theirs, vf2 = [], [], []
            for _ in range(options.repeat):
                samples, seconds = place(options.dqcc, device, qasm(n, edges))
                ours.append((samples["best"], seconds))
                theirs.append(by_mapomatic(device, circuit, edges))
                vf2.append(by_vf2(device, target, circuit, edges))
            best = [min(runs, key=lambda run: run[1] or 0) for runs in (ours, theirs, vf2)]
            (fidelity, seconds), (other, other_seconds), (vf2_fidelity, vf2_seconds) = best
            ratio = other_seconds / seconds if other_seconds else None
            missed += any(f is not None and f > fidelity * (1 + 1e-9) for f, _ in theirs + vf2)
            missed += ratio is not None and ratio < options.at_least
            print(f"| {name} | {device_name} | {fidelity:.6f} | {show(other, '.6f')} | {show(vf2_fidelity, '.6f')} | "
                  f"{seconds:.3f} | {show(other_seconds, '.2f')} | {show(ratio, '.0f')} | {vf2_seconds:.3f} |",
                  flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
