#!/usr/bin/env python3
"""E-bits, processor seconds and peak memory of dqcc against qubits, gates and QPUs, with the exponents that fit.

    bench_partition.py --dqcc build/release/bin/dqcc --families cpfrac,rndcx,qaoa,qft --qubits 16,32,64 \\
        --networks complete,line,grid --qpus 2,4,8 --level 2 --csv out.csv --svg out.svg

Prints a CSV row a run and, for each curve (all of a case fixed but one size), the exponents. Means are taken over
seeds. Each QPU has qubits/k + 1 data qubits, rounded up, and --comm communication qubits; a grid of k QPUs is as
square as k allows. --partition runs a baseline instead. Families: cpfrac (two-qubit fraction 0.5, see measure.py),
rndcx (as many layers of random u and cx on random pairs as qubits), qaoa (two rounds on random 3-regular graphs),
qft. With --verify every answer is proved by dqc-verify too.
"""
import argparse, collections, itertools, math, os, random, sys, tempfile

from measure import cp_fraction, drawing, exponent, run

FIELDS = "family network qubits gates qpus seed ebits seconds megabytes".split()
SIZES, FOUND = ("qubits", "gates", "qpus"), ("ebits", "seconds", "megabytes")
TITLES = {"ebits": "e-bits", "seconds": "processor seconds", "megabytes": "peak memory in MB"}


def random_cx(qubits, rng):
    lines = []
    for _ in range(qubits):
        order = list(range(qubits))
        rng.shuffle(order)
        lines += ["u({:.15g},{:.15g},{:.15g}) q[{}];".format(*(rng.random() * 6 for _ in range(3)), q) for q in order]
        lines += [f"cx q[{a}],q[{b}];" for a, b in zip(order[::2], order[1::2])]
    return lines


def qaoa(qubits, rng):
    """Pairs of a random pairing of three stubs each; loops and double edges are left out."""
    stubs = [q for q in range(qubits) for _ in range(3)]
    rng.shuffle(stubs)
    edges = sorted({tuple(sorted(pair)) for pair in zip(stubs[::2], stubs[1::2]) if pair[0] != pair[1]})
    lines = [f"h q[{q}];" for q in range(qubits)]
    for _ in range(2):
        gamma, beta = rng.random(), rng.random()
        lines += [f"rzz({gamma:.15g}) q[{a}],q[{b}];" for a, b in edges]
        lines += [f"rx({beta:.15g}) q[{q}];" for q in range(qubits)]
    return lines


def qft(qubits, _):
    lines = []
    for q in range(qubits):
        lines.append(f"h q[{q}];")
        lines += [f"cp(pi/{2 ** (other - q)}) q[{other}],q[{q}];" for other in range(q + 1, min(qubits, q + 50))]
    return lines


def circuit(family, qubits, seed):
    """Its text and how many gates it has."""
    rng = random.Random(f"{family} {qubits} {seed}")
    if family == "cpfrac":
        return cp_fraction(qubits, 0.5, rng)
    lines = {"rndcx": random_cx, "qaoa": qaoa, "qft": qft}[family](qubits, rng)
    head = ["OPENQASM 2.0;", 'include "qelib1.inc";', f"qreg q[{qubits}];"]
    return "\n".join(head + lines) + "\n", len(lines)


def shape(kind, qpus):
    if kind != "grid":
        return f"{kind}:{qpus}"
    rows = max(r for r in range(1, math.isqrt(qpus) + 1) if qpus % r == 0)
    return f"grid:{rows}x{qpus // rows}"


def measure(options, family, kind, qubits, qpus, seed):
    text, gates = circuit(family, qubits, seed)
    with tempfile.TemporaryDirectory() as folder:
        source, out = os.path.join(folder, "source.qasm"), os.path.join(folder, "out")
        with open(source, "w") as file:
            file.write(text)
        spec = f"{shape(kind, qpus)},data={-(-qubits // qpus) + 1},comm={options.comm}"
        said, seconds, memory = run([options.dqcc, source, "--network", spec, "-O", str(options.level), "--partition",
                                     options.partition, "--seed", str(seed), "--no-verify", "-o", out])
        if options.verify and "proved" not in run([options.verify, source, out])[0]:
            sys.exit(f"{family} of {qubits} qubits on {spec}: not proved")
    ebits = int(said.split("e-bits")[1].split()[0])
    return dict(zip(FIELDS, (family, kind, qubits, gates, qpus, seed, ebits, round(seconds, 3), round(memory))))


def curves(rows, size, found):
    """By what is fixed: a list of (size, mean of `found` over seeds), if there are at least two sizes."""
    values = collections.defaultdict(list)
    for row in rows:
        fixed = f"{row['family']} {row['network']} " + (f"n={row['qubits']}" if size == "qpus" else f"k={row['qpus']}")
        values[fixed, row["qubits"], row["qpus"]].append(row)
    lines = collections.defaultdict(list)
    for (fixed, _, _), same in values.items():
        lines[fixed].append(tuple(sum(row[field] for row in same) / len(same) for field in (size, found)))
    return {fixed: sorted(line) for fixed, line in lines.items() if len({x for x, _ in line}) > 1}


def report(options, rows):
    for size in SIZES:
        slopes = {found: {name: exponent(line) for name, line in curves(rows, size, found).items()} for found in FOUND}
        for name in slopes["ebits"]:
            fits = (f"{TITLES[f]} ~ {size}^{slopes[f][name]:.2f}" for f in FOUND if slopes[f].get(name) is not None)
            print(f"# {name}: " + ", ".join(fits))
    if options.csv:
        with open(options.csv, "w") as file:
            file.write("".join(",".join(map(str, line)) + "\n" for line in [FIELDS] + [list(r.values()) for r in rows]))
    if options.svg:
        panels = [[(curves(rows, size, found), f"{TITLES[found]} against {size}", size) for found in FOUND]
                  for size in SIZES]
        with open(options.svg, "w") as file:
            file.write(drawing(panels))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words = lambda text: text.split(",")
    numbers = lambda text: [int(word) for word in text.split(",")]
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--verify")
    parser.add_argument("--families", type=words, default=["cpfrac", "rndcx", "qaoa", "qft"])
    parser.add_argument("--networks", type=words, default=["complete", "line", "grid"])
    parser.add_argument("--qubits", type=numbers, default=[16, 32, 64])
    parser.add_argument("--qpus", type=numbers, default=[2, 4, 8])
    parser.add_argument("--comm", type=int, default=8)
    parser.add_argument("--level", type=int, default=2)
    parser.add_argument("--partition", default="temporal")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--csv")
    parser.add_argument("--svg")
    options = parser.parse_args()
    print(",".join(FIELDS))
    rows = []
    for case in itertools.product(options.families, options.networks, options.qubits, options.qpus,
                                  range(1, options.seeds + 1)):
        rows.append(measure(options, *case))
        print(",".join(str(rows[-1][field]) for field in FIELDS), flush=True)
    report(options, rows)


if __name__ == "__main__":
    main()
