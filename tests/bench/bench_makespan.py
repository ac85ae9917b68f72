#!/usr/bin/env python3
"""Makespan against its lower bound: the ratio of each circuit on each network, and their geometric mean.

    bench_makespan.py --dqcc build/release/bin/dqcc circuits/*_16*.qasm circuits/*_32*.qasm \\
        --networks line,grid --qpus 4 --comm 2 --level 2

Each QPU has qubits/k + 1 data qubits, rounded up. `bound` is the largest of three: the longest path, the links, the
communication qubits. --passes replaces the pipeline, for another `work` of the schedule, say.
"""
import argparse, json, math, os, re, tempfile

from measure import run


def network_of(kind, qpus, qubits, comm):
    width = math.isqrt(qpus) if kind == "grid" else qpus
    links = [(q, q + 1) for q in range(qpus) if (q + 1) % width and q + 1 < qpus]
    if kind == "grid":
        links += [(q, q + width) for q in range(qpus - width)]
    data = -(-qubits // qpus) + 1
    return {"qpus": [{"id": q, "data": data, "comm": comm} for q in range(qpus)],
            "links": [{"qpus": list(link)} for link in links]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("circuits", nargs="+")
    parser.add_argument("--dqcc", default="build/release/bin/dqcc")
    parser.add_argument("--networks", default="line,grid")
    parser.add_argument("--qpus", type=int, default=4)
    parser.add_argument("--comm", type=int, default=2)
    parser.add_argument("--level", type=int, default=2)
    parser.add_argument("--passes")
    options = parser.parse_args()

    logs, seconds_in_all = [], 0.0
    print("circuit,network,ebits,makespan,path,link,memory,bound,ratio,seconds")
    with tempfile.TemporaryDirectory() as folder:
        for path in options.circuits:
            with open(path) as file:
                qubits = int(re.search(r"qreg \w+\[(\d+)\]|qubit\[(\d+)\]", file.read()).group(1))
            for kind in options.networks.split(","):
                network = os.path.join(folder, "network.json")
                with open(network, "w") as file:
                    json.dump(network_of(kind, options.qpus, qubits, options.comm), file)
                out = os.path.join(folder, "out")
                command = [options.dqcc, path, "--network", network, "-o", out, "--no-verify"]
                command += ["--passes", options.passes] if options.passes else [f"-O{options.level}"]
                _, seconds, _ = run(command)
                with open(os.path.join(out, "report.json")) as file:
                    found = json.load(file)["statistics"]
                value = {key: found[f"schedule.{key}"] for key in
                         ("makespan", "path-bound", "link-bound", "memory-bound", "lower-bound")}
                ratio = value["makespan"] / max(1, value["lower-bound"])
                logs.append(math.log(ratio))
                seconds_in_all += seconds
                name = os.path.splitext(os.path.basename(path))[0]
                print(",".join(map(str, (name, kind, found.get("route-ebits.ebits", ""), *value.values()))) +
                      f",{ratio:.3f},{seconds:.2f}", flush=True)
    print(f"geometric mean {math.exp(sum(logs) / len(logs)):.4f} of {len(logs)}, worst {math.exp(max(logs)):.3f}, "
          f"{seconds_in_all:.1f} s")


if __name__ == "__main__":
    main()
