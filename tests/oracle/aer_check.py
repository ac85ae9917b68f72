"""Runs monolithic.qasm in Qiskit Aer on random product inputs and compares the final data qubits with
the source's exact state, on every measurement branch that the shots meet.

    aer_check.py --dqcc PATH [--random N] [--at-least N] [--seed N] CIRCUIT...

Compiles some random circuits a network and the named ones for networks of about 12 wires; fails unless so many
of them ran."""
import argparse
import pathlib
import sys
import tempfile

import numpy as np
import qiskit
import qiskit.qasm2
import qiskit_qasm3_import
from qiskit_aer import AerSimulator

import random_circuits
from compilation import Compilation, Failure, compile_circuits
from statevector import branches, product_state

MAX_WIRES = 12
TOLERANCE = 1e-7
FREQUENCY_SHOTS = 1000


def load(text):
    """A Qiskit circuit from OpenQASM 2 or 3."""
    if "OPENQASM 3" in text.split(";")[0]:
        return qiskit_qasm3_import.parse(text)
    return qiskit.qasm2.loads(text, custom_instructions=qiskit.qasm2.LEGACY_CUSTOM_INSTRUCTIONS)


def random_columns(rng, count):
    """One random pure state per qubit, as angles (theta, phi) of u(theta, phi, 0)|0>."""
    angles = [(float(rng.uniform(0.3, np.pi - 0.3)), float(rng.uniform(-np.pi, np.pi))) for _ in range(count)]
    columns = [np.array([np.cos(t / 2), np.exp(1j * p) * np.sin(t / 2)]) for t, p in angles]
    return angles, columns


def position(circuit, place):
    """Index among all qubits of (register name, index)."""
    register = next(r for r in circuit.qregs if r.name == place[0])
    return circuit.find_bit(register[place[1]]).index


def prepend(circuit, inputs):
    """`circuit` after u(theta, phi, 0) on each (qubit, theta, phi) of `inputs`."""
    whole = circuit.copy_empty_like()
    for qubit, theta, phi in inputs:
        whole.u(theta, phi, 0, qubit)
    return whole.compose(circuit)


def simulate(circuit, shots, seed, **options):
    """What Aer keeps of `shots` runs."""
    # Aer's truncation of unmeasured qubits fails on conditions ("unordered_map::at").
    simulator = AerSimulator(method="statevector", seed_simulator=seed, max_parallel_threads=1,
                             enable_truncation=False, **options)
    return simulator.run(circuit, shots=shots, memory=True).result().results[0].data


def bits_of_shots(data, shots):
    """The bits of each shot as an integer, first bit lowest. Aer keeps none where nothing is measured."""
    return [int(bits, 16) for bits in getattr(data, "memory", ["0x0"] * shots)]


def states_of_shots(circuit, shots, seed):
    """[(bits, state)] of each shot."""
    saving = circuit.copy()
    saving.save_statevector(label="state", pershot=True)
    data = simulate(saving, shots, seed)
    return [(bits, np.asarray(state)) for bits, state in zip(bits_of_shots(data, shots), data.state)]


def junk(rng, wires, used):
    """Random states for the wires that start with no source qubit: a program may not rely on |0> there."""
    free = [wire for wire in range(wires) if wire not in used]
    return [(wire, *pair) for wire, pair in zip(free, random_columns(rng, len(free))[0])]


def source_bits(source, circuit, compilation, bits):
    """The source's bits, in its order, out of the bits of one shot."""
    registers = {register.name: register for register in circuit.cregs}
    values = []
    for register in source.cregs:
        target = registers.get(compilation.bit_registers.get(register.name, register.name))
        for i in range(register.size):
            values.append(bits >> circuit.find_bit(target[i]).index & 1 if target else 0)
    return tuple(values)


def overlap(expected, state, places, wires):
    """|<expected| on `places`|^2 of `state`, whatever product state the other wires are in."""
    axes = [wires - 1 - place for place in places]
    rest = [axis for axis in range(wires) if axis not in axes]
    matrix = state.reshape((2,) * wires).transpose(list(reversed(axes)) + rest).reshape(expected.size, -1)
    amplitude = expected.conj() @ matrix
    return float(np.vdot(amplitude, amplitude).real)


def check_states(found, seen, places, wires):
    """Each shot's state is that of a source branch with the same bits."""
    for bits, state in seen:
        same = [branch for branch in found if branch.bits == bits]
        best = max((overlap(branch.state, state, places, wires) for branch in same), default=0.0)
        if abs(best - 1) > TOLERANCE:
            raise Failure(f"bits {bits}: the best of {len(same)} source branches has overlap {best:.9f}")


def check_frequencies(found, seen):
    """Each value of the source's bits comes as often as in the source, within six deviations."""
    for value in {branch.bits for branch in found} | set(seen):
        p = sum(branch.probability for branch in found if branch.bits == value)
        times = seen.count(value)
        rare = 3 if p > 0 else 0  # what the normal approximation misses at a few expected hits
        if abs(times - len(seen) * p) > 6 * np.sqrt(len(seen) * max(p * (1 - p), 0)) + rare + 1e-6:
            raise Failure(f"bits {value} come in {times} of {len(seen)} shots, with probability {p:.4f}")


def check(source_text, compilation, seed, inputs=2, shots=6):
    """Returns the number of wires simulated; raises Failure where the program differs. Returns None where
    it has more than MAX_WIRES wires. States are compared for 4 * `shots` shots where the source measures;
    equal states do not imply equal probabilities of the branches, so these are sampled as well."""
    circuit = load(compilation.text)
    wires = circuit.num_qubits
    if wires > MAX_WIRES:
        return None
    source = load(source_text)
    rng = np.random.default_rng(seed)
    places = [position(circuit, place) for place in compilation.final]
    for _ in range(inputs):
        angles, columns = random_columns(rng, source.num_qubits)
        found = branches(source, product_state(columns))
        start = [(position(circuit, place), *pair) for place, pair in zip(compilation.initial, angles)]
        start += junk(rng, wires, {qubit for qubit, _, _ in start})
        whole = prepend(circuit, start)

        def own(bits):
            return source_bits(source, circuit, compilation, bits)

        seen = states_of_shots(whole, 4 * shots if source.num_clbits else shots, int(rng.integers(2**31)))
        check_states(found, [(own(bits), state) for bits, state in seen], places, wires)
        if source.num_clbits:
            data = simulate(whole, FREQUENCY_SHOTS, int(rng.integers(2**31)), shot_branching_enable=True)
            check_frequencies(found, [own(bits) for bits in bits_of_shots(data, FREQUENCY_SHOTS)])
    return wires


class Tally:
    """Counts and prints the verdicts of a run."""

    def __init__(self, seed):
        self.seed = seed
        self.ran = self.infeasible = self.wide = self.wrong = 0

    def batch(self, dqcc, sources, flags):
        """Compiles `sources` {path: text} with `flags` and checks each result."""
        with tempfile.TemporaryDirectory() as out:
            for source, folder in compile_circuits(dqcc, list(sources), out, flags).items():
                if folder is None:
                    self.infeasible += 1
                    continue
                try:
                    wires = check(sources[source], Compilation(folder), self.seed)
                except Failure as failure:
                    self.wrong += 1
                    print(f"WRONG {source.name} {' '.join(map(str, flags))}: {failure}\n{sources[source]}")
                    continue
                self.ran += wires is not None
                self.wide += wires is None


def random_sources(folder, count, seed, row, capacity):
    """{path: text} of `count` random circuits for one network, from tight to half full."""
    sources = {}
    for i in range(count):
        qubits = max(2, min(capacity, 8) - i % 3)
        kind = ("unitary", "measured", "unitary", "measured", "final")[i % 5]
        path = folder / f"random_{row}_{i}.qasm"
        sources[path] = random_circuits.random_source(1000 * seed + 100 * row + i, qubits, kind)
        path.write_text(sources[path])
    return sources


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--random", type=int, default=20, help="circuits for each network")
    parser.add_argument("--at-least", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("circuits", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    tally = Tally(options.seed)
    # Trees of qubits: what meets in a triangle is swapped about.
    on_devices = (pathlib.Path(__file__).parents[2] / "testdata" / "networks" / "two_labs.json", 6)
    for row, (network, capacity) in enumerate([*random_circuits.SMALL_NETWORKS, on_devices]):
        with tempfile.TemporaryDirectory() as folder:
            sources = random_sources(pathlib.Path(folder), options.random, options.seed, row, capacity)
            tally.batch(options.dqcc, sources, ["--network", network, f"-O{row % 4}", "--seed", row])
    named = {path: path.read_text() for path in options.circuits}
    for network in ("complete:2,comm=1", "complete:2,comm=2", "line:3,comm=2"):
        if named:
            tally.batch(options.dqcc, named, ["--network", network, "-O1"])
    print(f"{tally.ran} compilations equal their source, {tally.wrong} do not, {tally.infeasible} infeasible, "
          f"{tally.wide} of more than {MAX_WIRES} wires left out")
    sys.exit(bool(tally.wrong) or tally.ran < options.at_least)


if __name__ == "__main__":
    main()
