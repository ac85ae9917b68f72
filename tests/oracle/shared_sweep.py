"""Compiles the circuits of the shared data for 15 networks each; every result must be proved by dqc-verify
and keep the data and communication qubits of every QPU, or dqcc must exit 3 and say why (1 for the files that are invalid).

    shared_sweep.py --dqcc PATH --verify PATH --data DIR [--fast] [--opt O2] [--jobs 2] [--match TEXT]

DIR holds qasmbench/ and circuits/. --fast takes the small files and -O1. Needs nothing but Python."""
import argparse
import concurrent.futures
import json
import pathlib
import re
import sys
import tempfile
import time

from compilation import INFEASIBLE, run

SHAPES = [("complete:2", 2), ("complete:4", 4), ("line:4", 4), ("ring:4", 4), ("grid:2x2", 4)]
COMM = (2, 4, 16)
MOST_QUBITS = 64
INVALID = {"vqe_uccsd_n6.qasm"}  # measures registers that it does not declare: to be refused with exit code 1
FAST_QUBITS, FAST_BYTES = 64, 40000


def qubits_in(text):
    return sum(int(size) for size in re.findall(r"^\s*qreg\s+\w+\s*\[\s*(\d+)\s*\]", text, re.MULTILINE))


def peaks(proof):
    """(most data qubits, most communication qubits) of any QPU, as dqc-verify counted them."""
    comm, data = re.search(r"peak comm ([\d ]+), peak data ([\d ]+)", proof).groups()
    return max(map(int, data.split())), max(map(int, comm.split()))


def one(job):
    """Runs one case; returns (verdict, text), the verdict being proved, infeasible, invalid or WRONG."""
    options, source, shape, k, data, comm = job
    label = f"{source.name} on {shape},data={data},comm={comm}"
    with tempfile.TemporaryDirectory() as name:
        out = pathlib.Path(name) / "out"
        network = f"{shape},data={data},comm={comm}"
        done = run([options.dqcc, "-q", "--no-verify", source, "--network", network, f"-{options.opt}", "-o", out])
        if source.name in INVALID and done.returncode == 1 and "error:" in done.stderr and not out.exists():
            return "invalid", f"{label}: {done.stderr.strip().splitlines()[0]}"
        if source.name not in INVALID and done.returncode == INFEASIBLE and "error:" in done.stderr and not out.exists():
            return "infeasible", f"{label}: {done.stderr.strip().splitlines()[0]}"
        if done.returncode or source.name in INVALID:
            return "WRONG", f"{label}: dqcc exits {done.returncode}: {done.stderr.strip()}"
        proof = run([options.verify, source, out])
        if proof.returncode:
            return "WRONG", f"{label}: dqc-verify exits {proof.returncode}: {proof.stdout}{proof.stderr}"
        report = json.loads((out / "report.json").read_text())
        most_data, most_comm = peaks(proof.stdout)
        if max(most_data, *report["peak_data"]) > data or max(most_comm, *report["peak_comm"]) > comm:
            return "WRONG", f"{label}: {most_data} data and {most_comm} communication qubits in use"
    return "proved", label


def jobs_of(options):
    for folder in ("qasmbench", "circuits"):
        for source in sorted((options.data / folder).glob("*.qasm")):
            text = source.read_text()
            n = qubits_in(text)
            if n > MOST_QUBITS or options.match not in source.name:
                continue
            if options.fast and (n > FAST_QUBITS or len(text) > FAST_BYTES):
                continue
            for shape, k in SHAPES:
                for comm in COMM:
                    yield options, source, shape, k, -(-n // k) + 1, comm


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--verify", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--opt", default=None)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--match", default="")
    options = parser.parse_args()
    options.opt = options.opt or ("O1" if options.fast else "O2")
    start, counts = time.monotonic(), {"proved": 0, "infeasible": 0, "invalid": 0, "WRONG": 0}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for verdict, text in pool.map(one, jobs_of(options)):
            counts[verdict] += 1
            if verdict != "proved":
                print(f"{verdict}: {text}", flush=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items())
          + f", {time.monotonic() - start:.0f} s")
    sys.exit(bool(counts["WRONG"]) or not counts["proved"])


if __name__ == "__main__":
    main()
