"""Runs compiled circuits in dqc-run and their sources in Qiskit Aer: all classical bits, and all qubits
measured at the end, must come equally often (chi-square over two samples).

    run_check.py --dqcc PATH --run PATH [--at-least N] [--seed N] [--data DIR] CIRCUIT...

Random circuits, measured in random bases, and the named ones; where DIR is there, its small circuits too.
E-bits fail by chance, so every shot has its own order of events. Without chance the makespan must be the
planned one."""
import argparse
import collections
import json
import pathlib
import sys
import tempfile

import numpy as np
import qiskit
import scipy.stats
from qiskit_aer import AerSimulator

import random_circuits
from aer_check import load
from compilation import Failure, compile_circuits, run

SHOTS = 600
REFERENCE_SHOTS = 4000
SMALLEST = 1e-5  # p-value; some 150 samples are compared
EXPECTED = 8  # hits in a class of outcomes, or it is merged with others
PARITIES = 5
MAX_QUBITS = 12
PER_NETWORK = 4


def execute(dqc_run, folder, options):
    process = run([dqc_run, folder, "--format", "json", *options])
    if process.returncode:
        raise Failure(f"dqc-run exits {process.returncode}: {process.stderr}")
    return json.loads(process.stdout)


def bits_of_key(key):
    return tuple(int(bit) for bit in key.replace(" ", ""))


def sample_run(dqc_run, folder, options):
    """Counter of bit strings, registers in the source's order, each with its highest bit first."""
    report = execute(dqc_run, folder, ["--shots", SHOTS, "--measure-all", *options])
    if sum(report["counts"].values()) != SHOTS:
        raise Failure("the counts do not add up")
    return collections.Counter({bits_of_key(key): count for key, count in report["counts"].items()})


def sample_aer(source, seed):
    """The same of the source; Aer prints the last register first."""
    circuit = load(source)
    circuit.measure_all()
    # As in aer_check: truncation fails on conditions.
    simulator = AerSimulator(method="statevector", seed_simulator=seed, max_parallel_threads=1,
                             enable_truncation=False, shot_branching_enable=True)
    known = qiskit.transpile(circuit, simulator, optimization_level=0)  # rcccx and others
    counts = simulator.run(known, shots=REFERENCE_SHOTS).result().get_counts()
    return collections.Counter({bits_of_key(" ".join(reversed(key.split()))): count
                                for key, count in counts.items()})


def p_value(left, right):
    """That two Counters over the same classes are samples of one distribution."""
    total = sum(left.values()) + sum(right.values())
    share = sum(left.values()) / total
    merged = collections.defaultdict(lambda: [0, 0])
    for outcome in set(left) | set(right):
        pair = [left[outcome], right[outcome]]
        kept = outcome if sum(pair) * min(share, 1 - share) >= EXPECTED else "rare"
        merged[kept] = [a + b for a, b in zip(merged[kept], pair)]
    table = np.array(list(merged.values())).T
    if table.shape[1] < 2:
        return 1.0
    return scipy.stats.chi2_contingency(table, correction=False).pvalue


def by_parities(counter, masks):
    """Outcomes by the parities of some of their bits: sees what is lost in many rare outcomes."""
    classes = collections.Counter()
    for outcome, count in counter.items():
        classes[tuple(np.array(outcome) @ masks % 2)] += count
    return classes


def compare(dqc_run, folder, source, seed, options):
    """p-values of two views on the two samples."""
    left, right = sample_run(dqc_run, folder, options), sample_aer(source, seed)
    size = len(next(iter(right)))
    if any(len(outcome) != size for outcome in left):
        raise Failure(f"outcomes of another size than the source's {size} bits")
    masks = np.random.default_rng(seed).integers(0, 2, size=(size, PARITIES))
    return [p_value(left, right), p_value(by_parities(left, masks), by_parities(right, masks))]


def in_random_bases(seed, text, qubits):
    """The random source with a random gate on every qubit before and after what it does."""
    rng = np.random.default_rng([seed, 77])
    layers = [[f"u3({rng.uniform(0, 3):.4f},{rng.uniform(-3, 3):.4f},{rng.uniform(-3, 3):.4f}) q[{q}];"
               for q in range(qubits)] for _ in range(2)]
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines)
                 if not line.startswith(("OPENQASM", "include", "qreg", "creg", "//")))
    return "\n".join(lines[:first] + layers[0] + lines[first:] + layers[1]) + "\n"


def random_sources(folder, seed, row, capacity):
    """{path: text} for one network; every fourth of Clifford gates alone."""
    sources = {}
    for i in range(PER_NETWORK):
        qubits = max(2, min(capacity, 7) - i % 3)
        kind = ("measured", "unitary", "measured", "final")[i % 4]
        number = 5000 * seed + 100 * row + i
        if i % 4 == 2:
            names = [g for g in random_circuits.CLIFFORD if random_circuits.GATES[g][0] <= qubits]
            text = random_circuits.random_source(number, qubits, kind, names=names, length=20)
        else:
            text = in_random_bases(number, random_circuits.random_source(number, qubits, kind), qubits)
        path = folder / f"random_{row}_{i}.qasm"
        path.write_text(text)
        sources[path] = text
    return sources


class Tally:
    def __init__(self, options):
        self.options = options
        self.ran = self.wrong = 0
        self.values = []

    def batch(self, sources, flags, run_flags):
        with tempfile.TemporaryDirectory() as out:
            for source, folder in compile_circuits(self.options.dqcc, list(sources), out, flags).items():
                if folder is None:
                    continue
                try:
                    self.one(folder, sources[source], run_flags)
                except Failure as failure:
                    self.wrong += 1
                    print(f"WRONG {source.name} {' '.join(map(str, flags + run_flags))}: {failure}")

    def one(self, folder, text, run_flags):
        for order in ("dataflow", "program"):
            makespan = execute(self.options.run, folder, ["--runs", 1, "--p-success", 1, "--order", order])["makespan"]
            longer = order == "program" and makespan["mean"] >= makespan["planned"]
            if makespan["mean"] != makespan["planned"] and not longer:
                raise Failure(f"makespan {makespan['mean']} instead of {makespan['planned']} in {order} order")
        values = compare(self.options.run, folder, text, self.options.seed, run_flags)
        self.ran += 1
        self.values += values
        if min(values) < SMALLEST:
            raise Failure(f"outcomes differ from the source's, p-values {values}\n{text}")


def small_circuits(folder):
    """The circuits of a data folder that are valid and small."""
    found = {}
    for path in sorted(folder.glob("*/*.qasm")):
        text = path.read_text()
        if len(text) > 6000 or path.parent.name == "worked":
            continue
        try:
            circuit = load(text)
        except Exception:  # a file that Qiskit refuses is no case for this check
            continue
        if circuit.num_qubits <= MAX_QUBITS and len(circuit.data) <= 200:
            found[path] = text
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--run", required=True)
    parser.add_argument("--at-least", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("circuits", nargs="*", type=pathlib.Path)
    tally = Tally(parser.parse_args())
    options = tally.options
    for row, (network, capacity) in enumerate(random_circuits.SMALL_NETWORKS):
        with tempfile.TemporaryDirectory() as folder:
            sources = random_sources(pathlib.Path(folder), options.seed, row, capacity)
            order = ["--order", "program"] if row % 3 == 2 else []
            tally.batch(sources, ["--network", network, f"-O{row % 4}"], ["--p-success", "0.4", *order])
    named = {path: path.read_text() for path in options.circuits}
    if options.data and options.data.is_dir():
        named |= small_circuits(options.data)
    for network in ("line:3,comm=2", "complete:2,comm=1"):
        tally.batch(named, ["--network", network, "-O1"], ["--p-success", "0.7"])
    low = sum(value < 0.05 for value in tally.values)
    print(f"{tally.ran} compilations, {tally.wrong} wrong; {low} of {len(tally.values)} p-values below 0.05, "
          f"the least {min(tally.values):.2g}")
    # Far more low p-values than chance allows would be a bias too small for each single test.
    biased = scipy.stats.binomtest(low, len(tally.values), 0.05, alternative="greater").pvalue < 1e-4
    if biased:
        print("too many low p-values")
    sys.exit(bool(tally.wrong) or biased or tally.ran < options.at_least)


if __name__ == "__main__":
    main()
