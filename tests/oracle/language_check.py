"""What dqcc reads is what Qiskit reads: for the valid programs of a conformance suite that are unitary and have
at most 10 qubits, the unitary of dqc-opt's output is that of the source, up to a global phase.

    language_check.py --opt PATH --data FOLDER [--at-least N]

Each program is loaded by Qiskit (OpenQASM 2 leniently, OpenQASM 3 by its importer), and so is what dqc-opt prints
without passes and after inline-gates and decompose. Programs that Qiskit cannot load are counted and named."""
import argparse
import collections
import csv
import pathlib
import subprocess

import openqasm3
import qiskit.qasm2
import qiskit_qasm3_import
from qiskit.quantum_info import Operator

MAX_QUBITS = 10
PIPELINES = ("", "inline-gates,decompose")


def load(text, folder, qasm2):
    if qasm2:
        # They would replace a gate of such a name that the program defines itself.
        extended = qiskit.qasm2.LEGACY_CUSTOM_INSTRUCTIONS if "qelib1.inc" in text else ()
        return qiskit.qasm2.loads(text, include_path=(folder, "."), custom_instructions=extended)
    return qiskit_qasm3_import.convert(openqasm3.parse(text))


def is_unitary(circuit):
    return 0 < circuit.num_qubits <= MAX_QUBITS and all(
        not i.clbits and i.operation.name not in ("reset", "measure", "delay") and
        getattr(i.operation, "blocks", None) is None for i in circuit.data)


def unitary(circuit):
    bare = circuit.copy()
    bare.data = [i for i in bare.data if i.operation.name != "barrier"]
    return Operator(bare)


def printed(opt, path, passes):
    run = subprocess.run([opt, f"--passes={passes}", str(path)], capture_output=True, text=True, check=False)
    return run.stdout if run.returncode == 0 else None


def check(opt, path, qasm2, counts):
    """One program; what is wrong with it, or nothing."""
    text = path.read_text()
    ours = printed(opt, path, "")
    if ours is None:
        counts["refused by dqc-opt"] += 1
        return None
    try:
        source = load(text, str(path.parent), qasm2)
        if source.num_parameters or not is_unitary(source):
            counts["not unitary, or too large"] += 1
            return None
        expected = unitary(source)
    except Exception as error:  # the loaders have exceptions of their own
        counts["not loaded by Qiskit"] += 1
        print(f"skipped {path.name}: {type(error).__name__}: {str(error)[:100]!r}")
        return None
    for passes in PIPELINES:
        try:
            found = load(printed(opt, path, passes), str(path.parent), False)
        except qiskit_qasm3_import.ConversionError as error:
            # Functions of a gate's own parameters; they are gone once it is expanded.
            if passes or "FunctionCall" not in str(error):
                return f"{path.name} with --passes='{passes}': Qiskit cannot load it: {error}"
            counts["loaded expanded only"] += 1
            continue
        if found.num_qubits != source.num_qubits:
            # Qiskit's importer makes qubits up to the largest hardware qubit; dqcc those that are used.
            counts["other qubits"] += 1
            return None
        if not unitary(found).equiv(expected):
            return f"{path.name} with --passes='{passes}': another unitary"
    counts["equal"] += 1
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--opt", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--at-least", type=int, default=1)
    options = parser.parse_args()
    counts = collections.Counter()
    wrong = []
    with (options.data / "index.csv").open(newline="") as index:
        for row in csv.DictReader(index):
            if row["expected"] == "valid" and row["level"] != "syntax":
                problem = check(options.opt, options.data / row["file"], row["language"] == "qasm2", counts)
                if problem:
                    wrong.append(problem)
    for problem in wrong:
        print("FAIL", problem)
    print(", ".join(f"{counts[key]} {key}" for key in sorted(counts)), f"{len(wrong)} wrong")
    raise SystemExit(1 if wrong or counts["equal"] < options.at_least else 0)


if __name__ == "__main__":
    main()
