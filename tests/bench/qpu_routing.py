#!/usr/bin/env python3
"""Distributed programs on QPUs that are heavy-hex devices: how many of the QPUs' programs have a place as they are and
with swaps, and what these cost.

    qpu_routing.py --dqcc build/release/bin/dqcc --verify build/release/bin/dqc-verify --data ../shared/data

Rings of two to four QPUs, each with one data qubit more than its share and three communication qubits, run testdata's
circuits, QFTs, QAOA on random graphs and random cx. Printed for each case: programs with a place without swaps and
with them, of how many; swaps; the makespan with swaps by that without; processor seconds of dqcc with them. Then the
sums and the geometric mean of the makespans' ratios. Exit code 1 if a program has no place or is not proved.
"""
import argparse
import json
import math
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
NETWORKS = (("guadalupe", 16, 3), ("auckland", 27, 2), ("brisbane", 127, 4))  # device, its qubits, QPUs
COMM = 3
BEFORE = ("inline-gates,decompose,phase-folding,merge-rotations,cancel,temporal-partition,insert-processes,route-ebits,"
          "schedule,")


def program(n, statements):
    return "\n".join(["OPENQASM 2.0;", 'include "qelib1.inc";', f"qreg q[{n}];", *statements]) + "\n"


def qft(n):
    return program(n, [line for i in range(n) for line in
                       [f"h q[{i}];"] + [f"cu1(pi/{2 ** (j - i)}) q[{j}],q[{i}];" for j in range(i + 1, n)]])


def random_cx(n, gates, rng):
    pairs = [rng.sample(range(n), 2) for _ in range(gates)]
    return program(n, [f"h q[{a}]; cx q[{a}],q[{b}];" for a, b in pairs])


def qaoa(n, degree, rng):
    edges = set()
    while len(edges) < n * degree // 2:
        edges.add(tuple(sorted(rng.sample(range(n), 2))))
    return program(n, ["h q;", *(f"rzz(0.3) q[{a}],q[{b}];" for a, b in sorted(edges)), "rx(0.4) q;"])


def circuits():
    rng = random.Random(1)
    for path in sorted((ROOT / "testdata" / "circuits").glob("*.qasm")):
        yield path.stem, path.read_text()
    for n in (12, 24):
        yield f"qft {n}", qft(n)
    for n, gates in ((16, 100), (32, 400)):
        yield f"cx {n}x{gates}", random_cx(n, gates, rng)
    for n, degree in ((16, 3), (24, 4), (32, 3)):
        yield f"qaoa {n}/{degree}", qaoa(n, degree, rng)


def network(device, qpus, data):
    links = [{"qpus": [i, (i + 1) % qpus]} for i in range(qpus if qpus > 2 else 1)]
    return {"qpus": [{"id": i, "data": data, "comm": COMM, "device": str(device)} for i in range(qpus)], "links": links}


def compiled(options, folder, passes):
    """schedule.json, report.json and processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([options.dqcc, folder / "c.qasm", "--network", folder / "net.json", "--passes", BEFORE + passes, "-q",
                    "-O1", "-o", folder / "out"], check=True, stderr=subprocess.DEVNULL)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return *(json.loads((folder / "out" / name).read_text()) for name in ("schedule.json", "report.json")), seconds


def placed(schedule):
    return sum(qpu["device"]["layout"] is not None for qpu in schedule["qpus"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--verify", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    options = parser.parse_args()
    print("| circuit | QPUs | placed | with swaps | swaps | makespan | seconds |")
    print("|---|---|---|---|---|---|---|")
    rows, bad = [], 0
    for name, text in circuits():
        n = sum(int(a or b) for a, b in re.findall(r"qreg \w+\[(\d+)\]|qubit\[(\d+)\]", text)) or 2
        for device, size, qpus in NETWORKS:
            data = -(-n // qpus) + 1
            if data + COMM > size:
                continue
            with tempfile.TemporaryDirectory() as where:
                folder = pathlib.Path(where)
                (folder / "c.qasm").write_text(text)
                path = (options.data / "devices" / f"{device}.json").resolve()
                (folder / "net.json").write_text(json.dumps(network(path, qpus, data)))
                plain, _, _ = compiled(options, folder, "place-on-devices<route=false>")
                routed, report, seconds = compiled(options, folder, "place-on-devices")
                proved = subprocess.run([options.verify, folder / "c.qasm", folder / "out", "--network",
                                         folder / "net.json"], capture_output=True).returncode == 0
            ratio = routed["totals"]["makespan"] / max(plain["totals"]["makespan"], 1)
            swaps = report["statistics"].get("place-on-devices.swaps", 0)
            rows.append((qpus, placed(plain), placed(routed), swaps, ratio, seconds))
            bad += not proved or placed(routed) < qpus
            print(f"| {name} | {qpus} {device} | {placed(plain)} | {placed(routed)}{'' if proved else ' NOT PROVED'} "
                  f"| {swaps} | {ratio:.2f} | {seconds:.2f} |", flush=True)
    qpus, before, after, swaps, ratios, seconds = zip(*rows)
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print(f"{sum(before)} of {sum(qpus)} programs have a place without swaps, {sum(after)} with {sum(swaps)}; "
          f"makespan x {mean:.2f}; {sum(seconds):.1f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
