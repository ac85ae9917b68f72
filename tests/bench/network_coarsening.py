#!/usr/bin/env python3
"""E-bits, processor seconds and memory of dqcc on random CP-fraction circuits over networks of many QPUs,
directly and from coarser networks (temporal-partition<coarsen=...>). Every answer is proved by dqc-verify.

    network_coarsening.py --dqcc build/release/bin/dqcc --verify build/release/bin/dqc-verify \\
        --qubits 64,128,256 --networks line:16,grid:4x4 --coarsen off,2,4 --seeds 3 --csv out.csv --svg out.svg

Prints a CSV row a run, then the mean over seeds of each case and, by network and coarsening, the exponents that
fit e-bits and seconds against gates. Each QPU has qubits/k + 1 data qubits, rounded down, and --comm
communication qubits. The circuits are those of Burt et al. (2025): as many layers as qubits; in each, every
qubit gets a random u with probability 1 - fraction, the others are paired at random and get a cp.
"""
import argparse, collections, math, os, random, resource, subprocess, sys, tempfile

FIELDS = "qubits gates network coarsen seed ebits seconds megabytes proved".split()
PASSES = ("inline-gates,decompose,merge-rotations,cancel,temporal-partition<coarsen={}>,"
          "insert-processes,route-ebits,schedule<order=given>")


def circuit(qubits, fraction, seed):
    rng, full = random.Random(seed), 2 * math.pi
    lines = ["OPENQASM 2.0;", 'include "qelib1.inc";', f"qreg q[{qubits}];"]
    for _ in range(qubits):
        paired = []
        for q in range(qubits):
            if rng.random() < fraction:
                paired.append(q)
            else:
                angles = ",".join(f"{rng.random() * full:.15g}" for _ in range(3))
                lines.append(f"u({angles}) q[{q}];")
        rng.shuffle(paired)
        for a, b in zip(paired[::2], paired[1::2]):
            lines.append(f"cp({rng.random() * full:.15g}) q[{a}],q[{b}];")
    return "\n".join(lines) + "\n", len(lines) - 3


def num_qpus(shape):
    return math.prod(int(n) for n in shape.split(":")[1].split("x"))


def run(command):
    """Its output, processor seconds and peak memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    read, write = os.pipe()
    child = subprocess.Popen(command, stdout=write, stderr=subprocess.STDOUT)
    os.close(write)
    with os.fdopen(read) as stream:
        text = stream.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)}: {text}")
    return text, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(options, qubits, shape, coarsen, seed):
    text, gates = circuit(qubits, options.fraction, seed)
    with tempfile.TemporaryDirectory() as folder:
        source, out = os.path.join(folder, "source.qasm"), os.path.join(folder, "out")
        with open(source, "w") as file:
            file.write(text)
        spec = f"{shape},data={qubits // num_qpus(shape) + 1},comm={options.comm}"
        _, seconds, memory = run([options.dqcc, source, "--network", spec, "-O", str(options.level), "--passes",
                                  PASSES.format(coarsen), "--no-verify", "-q", "-o", out])
        proof, _, _ = run([options.verify, source, out])
        ebits = int(proof.split(" e-bits")[0].split()[-1])
    return dict(zip(FIELDS, (qubits, gates, shape, coarsen, seed, ebits, round(seconds, 2), round(memory),
                             "yes" if "proved" in proof else "no")))


def exponent(points):
    """Slope of the least-squares line through the logarithms; None for fewer than two abscissae."""
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    mean_x = sum(x for x, _ in logs) / max(1, len(logs))
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    if spread == 0:
        return None
    return sum((x - mean_x) * y for x, y in logs) / spread


def means(rows):
    """By (network, coarsen): a list of (gates, e-bits, seconds), means over seeds, by gates."""
    cases = collections.defaultdict(list)
    for row in rows:
        cases[row["network"], row["coarsen"], row["qubits"]].append(row)
    curves = collections.defaultdict(list)
    for (shape, coarsen, _), found in sorted(cases.items()):
        mean = [sum(float(r[field]) for r in found) / len(found) for field in ("gates", "ebits", "seconds")]
        curves[shape, coarsen].append(tuple(mean))
    return {key: sorted(points) for key, points in curves.items()}


def panel(curves, column, title, left):
    """One plot over gates, both axes logarithmic, as SVG elements."""
    points = [(p[0], p[column]) for curve in curves.values() for p in curve if p[column] > 0]
    if not points:
        return []
    width, height, top = 380, 300, 50
    low_x, high_x = (f(math.log10(x) for x, _ in points) for f in (min, max))
    low_y, high_y = (f(math.log10(y) for _, y in points) for f in (min, max))

    def place(x, y):
        across = (math.log10(x) - low_x) / ((high_x - low_x) or 1)
        up = (math.log10(y) - low_y) / ((high_y - low_y) or 1)
        return left + across * width, top + height * (1 - up)

    out = [f'<text x="{left}" y="{top - 20}" font-weight="bold">{title}</text>',
           f'<path d="M{left} {top}v{height}h{width}" fill="none" stroke="#888"/>']
    for x, y in ((10 ** low_x, 10 ** low_y), (10 ** high_x, 10 ** high_y)):
        px, py = place(x, y)
        out.append(f'<text x="{px:.0f}" y="{top + height + 16}" text-anchor="middle">{x:.3g}</text>')
        out.append(f'<text x="{left - 6}" y="{py:.0f}" text-anchor="end">{y:.3g}</text>')
    for i, ((shape, coarsen), curve) in enumerate(curves.items()):
        colour = f"hsl({i * 137 % 360},65%,42%)"
        places = [place(p[0], max(p[column], 10 ** low_y)) for p in curve]
        out.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}" fill="none" '
                   f'stroke="{colour}"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        slope = exponent([(p[0], p[column]) for p in curve])
        label = f"{shape} coarsen={coarsen}" + ("" if slope is None else f": gates^{slope:.2f}")
        out.append(f'<text x="{left}" y="{top + height + 36 + 15 * i}" fill="{colour}">{label}</text>')
    return out


def svg(curves):
    height = 410 + 15 * len(curves)
    body = panel(curves, 1, "e-bits against gates", 70) + panel(curves, 2, "processor seconds against gates", 540)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="950" height="{height}" font-family="sans-serif" '
            f'font-size="12"><rect width="100%" height="100%" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n")


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
    parser.add_argument("--comm", type=int, default=8)
    parser.add_argument("--level", type=int, default=1)
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
    curves = means(rows)
    for (shape, coarsen), curve in curves.items():
        for gates, ebits, seconds in curve:
            print(f"# {shape} coarsen={coarsen}: {gates:.0f} gates, {ebits:.0f} e-bits, {seconds:.2f} s")
        slopes = [exponent([(p[0], p[column]) for p in curve]) for column in (1, 2)]
        if None not in slopes:
            print(f"# {shape} coarsen={coarsen}: e-bits ~ gates^{slopes[0]:.2f}, seconds ~ gates^{slopes[1]:.2f}")
    for path, text in ((options.csv, "\n".join(lines) + "\n"), (options.svg, svg(curves))):
        if path:
            with open(path, "w") as file:
                file.write(text)
    return 0 if all(row["proved"] == "yes" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
