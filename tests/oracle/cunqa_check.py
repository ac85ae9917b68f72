"""Reads --emit=cunqa as CUNQA would run it, and compares what it measures with the source in Qiskit Aer.

    cunqa_check.py --dqcc PATH CIRCUIT...

CUNQA itself needs a Slurm cluster, so its executor is played here: its JSON form is checked key by key, the
circuits take turns, a `recv` takes what its sender sent first, a `gen_ent` waits for its partner of the same
tag. What comes out is one circuit, which Aer runs. As in run_check, outcomes are compared by chi-square."""
import argparse
import collections
import json
import pathlib
import sys
import tempfile

import numpy as np
import qiskit
from qiskit.circuit import IfElseOp
from qiskit_aer import AerSimulator

import random_circuits
from aer_check import bits_of_shots, load, simulate
from compilation import Failure, compile_circuits
from run_check import SMALLEST, p_value

SHOTS = 500
CIRCUIT_KEYS = {"id", "instructions", "num_qubits", "num_clbits", "classical_registers", "quantum_registers",
                "is_dynamic", "sending_to", "params"}
KEYS = {"send": {"clbits", "circuits"}, "recv": {"clbits", "circuits"}, "reset": {"qubits"},
        "gen_ent": {"comm_qubit", "circuits", "tag"}, "measure": {"qubits", "clbits", "save"},
        "cif": {"clbits", "condition", "operation"}, "endcif": {"clbits"}}
# name -> (qubits, parameters)
GATES = {"h": (1, 0), "x": (1, 0), "y": (1, 0), "z": (1, 0), "s": (1, 0), "sdg": (1, 0), "t": (1, 0),
         "tdg": (1, 0), "rx": (1, 1), "ry": (1, 1), "rz": (1, 1), "p": (1, 1), "u3": (1, 3), "cx": (2, 0),
         "cz": (2, 0), "cp": (2, 1), "swap": (2, 0)}


def check_form(circuit):
    """The keys and types that CUNQA's reader takes: one qubit is a number, several are a list."""
    if set(circuit) != CIRCUIT_KEYS:
        raise Failure(f"keys {sorted(circuit)}")
    data, comm = circuit["num_qubits"]
    for row in circuit["instructions"]:
        name, keys = row["name"], set(row) - {"name"}
        if name in GATES:
            arity, parameters = GATES[name]
            good = keys == ({"qubits", "params"} if parameters else {"qubits"})
            good = good and len(row.get("params", [])) == parameters
            good = good and (isinstance(row["qubits"], int) if arity == 1 else len(row["qubits"]) == arity)
        else:
            good = keys == KEYS.get(name)
        if not good:
            raise Failure(f"instruction {row}")
        if name == "gen_ent" and not data <= row["comm_qubit"] < data + comm:
            raise Failure(f"no communication qubit: {row}")


class Machine:
    """Runs the circuits in turns into one Qiskit circuit."""

    def __init__(self, circuits):
        self.circuits = {c["id"]: c for c in circuits}
        self.first_qubit, self.first_bit, qubits, bits = {}, {}, 0, 0
        for c in circuits:
            self.first_qubit[c["id"]], self.first_bit[c["id"]] = qubits, bits
            qubits += sum(c["num_qubits"])
            bits += c["num_clbits"]
        self.out = qiskit.QuantumCircuit(qubits, bits)
        self.at = dict.fromkeys(self.circuits, 0)
        self.channels = collections.defaultdict(collections.deque)
        self.waiting = {}  # tag -> (circuit, qubit)
        self.saved = []  # bits of the source, in the order measured

    def run(self):
        moved = True
        while moved:
            moved = False
            for name in self.circuits:
                while self.at[name] < len(self.circuits[name]["instructions"]) and self.step(name):
                    moved = True
        left = [n for n in self.circuits if self.at[n] < len(self.circuits[n]["instructions"])]
        if left or any(self.channels.values()) or self.waiting:
            raise Failure(f"{left} do not end, or messages and e-bits are left over")
        return self.out

    def step(self, me):
        """False if the next instruction has to wait."""
        row = self.circuits[me]["instructions"][self.at[me]]
        name = row["name"]
        bits = [self.first_bit[me] + b for b in np.atleast_1d(row.get("clbits", []))]
        if name == "send":
            for other in row["circuits"]:
                self.channels[me, other].extend(bits)
        elif name == "recv":
            channel = self.channels[row["circuits"][0], me]
            if not channel:
                return False
            self.out.store(self.out.clbits[bits[0]], self.out.clbits[channel.popleft()])
        elif name == "gen_ent":
            if not self.entangle(me, row):
                return False
        elif name == "cif":
            self.conditional(me, bits, row["condition"])
        else:
            self.plain(self.out, me, row)
        self.at[me] += 1
        return True

    def entangle(self, me, row):
        """The first half waits in its place until the second one comes."""
        mine = self.first_qubit[me] + row["comm_qubit"]
        other = [c for c in row["circuits"] if c != me]
        partner = self.waiting.get(row["tag"])
        if partner is None:
            self.waiting[row["tag"]] = (me, mine)
            return False
        if partner[0] == me:
            return False
        if [partner[0]] != other:
            raise Failure(f"the halves of {row['tag']} do not match")
        del self.waiting[row["tag"]]
        self.out.h(partner[1])
        self.out.cx(partner[1], mine)
        self.at[partner[0]] += 1
        return True

    def conditional(self, me, bits, value):
        rows = self.circuits[me]["instructions"]
        body = qiskit.QuantumCircuit(self.out.qubits, self.out.clbits)
        while rows[self.at[me] + 1]["name"] != "endcif":
            self.at[me] += 1
            self.plain(body, me, rows[self.at[me]])
        self.at[me] += 1
        for bit in bits:
            outer = qiskit.QuantumCircuit(self.out.qubits, self.out.clbits)
            outer.append(IfElseOp((self.out.clbits[bit], value), body), self.out.qubits, self.out.clbits)
            body = outer
        self.out.compose(body, inplace=True)

    def plain(self, out, me, row):
        qubits = [self.first_qubit[me] + int(q) for q in np.atleast_1d(row["qubits"])]
        if row["name"] == "measure":
            out.measure(qubits[0], self.first_bit[me] + row["clbits"])
            if row["save"]:
                self.saved.append(self.first_bit[me] + row["clbits"])
        elif row["name"] == "reset":
            out.reset(qubits[0])
        elif row["name"] == "u3":
            out.u(*row["params"], qubits[0])
        else:
            getattr(out, row["name"])(*row.get("params", []), *qubits)


def ones(values):
    """What can be compared without knowing where a bit ends: how many of the saved bits are 1."""
    return collections.Counter(bin(v).count("1") for v in values)


def check(folder, text):
    circuits = [json.loads(p.read_text()) for p in sorted(folder.glob("cunqa*.json"))]
    for circuit in circuits:
        check_form(circuit)
    machine = Machine(circuits)
    out = machine.run()
    source = load(text)
    if len(set(machine.saved)) != source.num_clbits:
        raise Failure(f"{len(set(machine.saved))} bits are saved, the source has {source.num_clbits}")
    mask = sum(1 << b for b in set(machine.saved))
    mine = ones(v & mask for v in bits_of_shots(simulate(out, SHOTS, 1), SHOTS))
    known = qiskit.transpile(source, AerSimulator(), optimization_level=0)
    theirs = ones(bits_of_shots(simulate(known, SHOTS, 2), SHOTS))
    p = p_value(mine, theirs)
    if p < SMALLEST:
        raise Failure(f"{dict(mine)} instead of {dict(theirs)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("circuits", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    wrong = ran = 0
    with tempfile.TemporaryDirectory() as work:
        sources = list(options.circuits)
        for seed in range(8):
            sources.append(pathlib.Path(work) / f"random_{seed}.qasm")
            sources[-1].write_text(random_circuits.random_source(900 + seed, 4, "final"))
        for network in ("line:3,data=2,comm=2", "complete:2,data=3,comm=1"):
            flags = ["--network", network, "-O1", "--emit=cunqa"]
            for source, folder in compile_circuits(options.dqcc, sources, f"{work}/{network}", flags).items():
                try:
                    check(folder, source.read_text())
                    ran += 1
                except Failure as failure:
                    wrong += 1
                    print(f"WRONG {source.name} {network}: {failure}")
    print(f"{ran} compilations for CUNQA run as their sources, {wrong} do not")
    sys.exit(bool(wrong) or ran < 20)


if __name__ == "__main__":
    main()
