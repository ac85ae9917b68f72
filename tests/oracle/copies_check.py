"""Copies on a device against their source, in Qiskit: random circuits on a path of qubits, placed by dqcc on a
device, and on any pairs of them, which takes swaps. The state after every emitted copy must be the source's on
the qubits where they end, with all other qubits as they were; the combined program must be the product of all of
them; every two-qubit gate is on a coupler.

    copies_check.py --dqcc PATH --device DEVICE.json"""
import argparse
import json
import pathlib
import random
import sys
import tempfile

import openqasm3
import qiskit_qasm3_import
from qiskit import QuantumCircuit, qasm2
from qiskit.quantum_info import Statevector

from compilation import run

ONE = ["h", "x", "sx", "sxdg", "t", "rz(0.3)", "ry(0.7)", "u3(0.1,0.2,0.3)"]
TWO = ["cx", "cz", "ch", "swap", "cp(0.4)", "crx(0.5)", "cu3(0.1,0.2,0.3)", "rxx(0.6)", "rzz(0.7)", "csx"]


def source(rng, qubits, gates, anywhere):
    text = f'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[{qubits}];\n'
    for i in range(qubits - 1):
        text += f"h q[{i}];\ncx q[{i}],q[{i + 1}];\n"
    for _ in range(gates):
        a = rng.randrange(qubits - 1)
        ends = [a, a + 1] if rng.random() < 0.5 else [a + 1, a]
        if anywhere:
            ends = rng.sample(range(qubits), 2)
        text += f"{rng.choice(ONE)} q[{rng.randrange(qubits)}];\n"
        text += f"{rng.choice(TWO)} q[{ends[0]}],q[{ends[1]}];\n"
    return text


def check(folder, text, device):
    """The number of programs found right; raises AssertionError."""
    samples = json.loads((folder / "samples.json").read_text())
    couplers = {frozenset(c["qubits"]) for c in device["couplers"] if not c.get("faulty")}
    circuit = qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    names = [copy["program"] for copy in samples["copies"]] + [samples["combined"]]
    ends = [copy.get("final", copy["layout"]) for copy in samples["copies"]]
    parts = [[layout] for layout in ends] + [ends]
    for name, layouts in zip(names, parts):
        program = qiskit_qasm3_import.convert(openqasm3.parse((folder / name).read_text()))
        wanted = QuantumCircuit(len(device["qubits"]))
        for layout in layouts:
            wanted.compose(circuit, layout, inplace=True)
        assert Statevector(program).equiv(Statevector(wanted)), f"{name}: another state"
        for gate in program.data:
            ends = frozenset(program.find_bit(q).index for q in gate.qubits)
            assert len(ends) == 1 or ends in couplers, f"{name}: no coupler {sorted(ends)}"
    return len(names)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--device", required=True, type=pathlib.Path)
    options = parser.parse_args()
    device = json.loads(options.device.read_text())
    rng = random.Random(5)
    right = wrong = 0
    swaps = 0
    for i in range(18):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            text = source(rng, 2 + i % 3, 12, False) if i < 10 else source(rng, 4 + i % 2, 10, True)
            (folder / "c.qasm").write_text(text)
            process = run([options.dqcc, folder / "c.qasm", "-q", "-o", folder / "out", "--device", options.device,
                           "--samples", "max", "--select", "exact", "--qubits", "register",
                           "--score", rng.choice(["once", "gates"]), "--emit", "copies,combined,samples"])
            try:
                assert process.returncode == 0, process.stderr
                right += check(folder / "out", text, device)
                swaps += json.loads((folder / "out" / "samples.json").read_text())["copies"][0].get("swaps", 0)
            except AssertionError as error:
                wrong += 1
                print(f"circuit {i}: {error}\n{text}")
    print(f"{right} programs are their copies, with {swaps} swaps put in, {wrong} circuits failed")
    sys.exit(bool(wrong) or right < 20 or swaps < 8)


if __name__ == "__main__":
    main()
