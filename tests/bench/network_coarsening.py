#!/usr/bin/env python3
"""E-bits, processor seconds and memory of dqcc on random CP-fraction circuits over networks of many QPUs,
directly and from coarser networks (temporal-partition<coarsen=...>). Every answer is proved by dqc-verify.

    network_coarsening.py --dqcc build/release/bin/dqcc --verify build/release/bin/dqc-verify \\
        --qubits 256 --networks line:16,grid:4x4 --coarsen off,2,4 --seeds 3 --csv out.csv --svg out.svg

Prints a CSV row a run, then the mean over seeds of each case. With several sizes it goes on with the exponents
that fit e-bits and seconds against gates, by network and coarsening, and draws them against gates; with one size
it draws them against QPUs. --published takes the figures of another compiler (qubits, network, qpus, method,
ebits, seconds); the exit code is 1 unless the mean of each case, and every answer's proof, is better than the
best of them. Each QPU has qubits/k + 1 data qubits, rounded down, homes rest on them only, and there are --comm
communication qubits. The circuits are those of Burt et al. (2025), see measure.py; their generator places h, which
is what --gate h does.
"""
import argparse, collections, csv, math, os, random, sys, tempfile

from measure import cp_fraction, drawing, exponent, run

FIELDS = "qubits gates network coarsen seed ebits seconds megabytes proved".split()
PASSES = ("inline-gates,decompose,merge-rotations,cancel,temporal-partition<homes=data;coarsen={}{}>,"
          "insert-processes,route-ebits,schedule<order=given>")


def num_qpus(shape):
    return math.prod(int(n) for n in shape.split(":")[1].split("x"))


def measure(options, qubits, shape, coarsen, seed):
    text, gates = cp_fraction(qubits, options.fraction, random.Random(seed), options.gate)
    with tempfile.TemporaryDirectory() as folder:
        source, out = os.path.join(folder, "source.qasm"), os.path.join(folder, "out")
        with open(source, "w") as file:
            file.write(text)
        spec = f"{shape},data={qubits // num_qpus(shape) + 1},comm={options.comm}"
        passes = PASSES.format(coarsen, options.more and ";" + options.more)
        _, seconds, memory = run([options.dqcc, source, "--network", spec, "-O", str(options.level), "--passes",
                                  passes, "--no-verify", "-q", "-o", out])
        proof, _, _ = run([options.verify, source, out])
        ebits = int(proof.split(" e-bits")[0].split()[-1])
    return dict(zip(FIELDS, (qubits, gates, shape, coarsen, seed, ebits, round(seconds, 2), round(memory),
                             "yes" if "proved" in proof else "no")))


def cases(rows):
    """By (qubits, network, coarsen): (gates, e-bits, seconds), means over seeds."""
    found = collections.defaultdict(list)
    for row in rows:
        found[row["qubits"], row["network"], row["coarsen"]].append(row)
    return {case: tuple(sum(float(r[field]) for r in same) / len(same) for field in ("gates", "ebits", "seconds"))
            for case, same in found.items()}


def curves_against_gates(means):
    """By network and coarsening: a list of (gates, e-bits, seconds), by gates."""
    curves = collections.defaultdict(list)
    for (_, shape, coarsen), mean in means.items():
        curves[f"{shape} coarsen={coarsen}"].append(mean)
    return {key: sorted(points) for key, points in curves.items()}


def curves_against_qpus(means, published):
    """By kind of network and coarsening, and for what is published: a list of (QPUs, e-bits, seconds)."""
    curves = collections.defaultdict(list)
    for (qubits, shape, coarsen), (_, ebits, seconds) in means.items():
        curves[f"{shape.split(':')[0]} coarsen={coarsen}"].append((num_qpus(shape), ebits, seconds))
        best = published.get((qubits, shape.split(":")[0], num_qpus(shape)))
        if best:
            curves[f"{shape.split(':')[0]} published"].append((num_qpus(shape), *best))
    return {key: sorted(set(points)) for key, points in curves.items()}


def read_published(path):
    """By (qubits, kind of network, QPUs): the fewest e-bits of any method, and the seconds it took (0: unknown)."""
    best = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            case, found = (int(row["qubits"]), row["network"], int(row["qpus"])), int(row["ebits"])
            if case not in best or found < best[case][0]:
                best[case] = (found, float(row["seconds"] or 0))
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words = lambda text: text.split(",")
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("--verify", required=True)
    parser.add_argument("--qubits", type=words, default=["64", "128", "256"])
    parser.add_argument("--networks", type=words,
                        default="line:4,line:15,line:16,line:64,grid:2x2,grid:4x4,grid:8x8".split(","))
    parser.add_argument("--coarsen", type=words, default=["off", "2", "4", "8"])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--fraction", type=float, default=0.5)
    parser.add_argument("--gate", choices=["u", "h"], default="u", help="of one qubit: random, or h")
    parser.add_argument("--comm", type=int, default=8)
    parser.add_argument("--level", type=int, default=1)
    parser.add_argument("--more", default="", help="more options of temporal-partition, such as moves=200")
    parser.add_argument("--published")
    parser.add_argument("--csv")
    parser.add_argument("--svg")
    options = parser.parse_args()
    rows, lines = [], [",".join(FIELDS)]
    print(lines[0])
    for shape in options.networks:
        for qubits in map(int, options.qubits):
            for coarsen in options.coarsen:
                for seed in range(1, options.seeds + 1):
                    rows.append(measure(options, qubits, shape, coarsen, seed))
                    lines.append(",".join(str(rows[-1][field]) for field in FIELDS))
                    print(lines[-1], flush=True)
    return report(options, rows, "\n".join(lines) + "\n")


def report(options, rows, text):
    """Prints means, comparisons and exponents, writes the files. 0 if all is proved and better."""
    means, published = cases(rows), read_published(options.published) if options.published else {}
    fine = all(row["proved"] == "yes" for row in rows)
    for (qubits, shape, coarsen), (gates, ebits, seconds) in means.items():
        line = f"# {qubits} qubits, {shape} coarsen={coarsen}: {gates:.0f} gates, {ebits:.0f} e-bits, {seconds:.2f} s"
        best = published.get((qubits, shape.split(":")[0], num_qpus(shape)))
        if best:
            line += f", x{ebits / best[0]:.3f} of the published {best[0]}"
            fine = fine and ebits < best[0]
        print(line)
    one_size = len(options.qubits) == 1
    curves = curves_against_qpus(means, published) if one_size else curves_against_gates(means)
    for name, curve in curves.items():
        slopes = [exponent([(p[0], p[column]) for p in curve]) for column in (1, 2)]
        if not one_size and None not in slopes:
            print(f"# {name}: e-bits ~ gates^{slopes[0]:.2f}, seconds ~ gates^{slopes[1]:.2f}")
    size = "QPUs" if one_size else "gates"
    panels = [({name: [(p[0], p[column]) for p in curve] for name, curve in curves.items()}, f"{what} against {size}",
               size) for column, what in ((1, "e-bits"), (2, "processor seconds"))]
    for path, content in ((options.csv, text), (options.svg, drawing([panels]))):
        if path:
            with open(path, "w") as file:
                file.write(content)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
