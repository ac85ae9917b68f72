"""What the benchmarks in Python share: processes measured, exponents fitted, curves drawn."""
import math, os, subprocess, sys


def run(command):
    """Its output, processor seconds and peak memory in MB. Ends the benchmark if it fails."""
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


def cp_fraction(qubits, fraction, rng, gate="u"):
    """The circuits of Burt et al. (2025), and how many gates they have: as many layers as qubits; in each, every
    qubit gets a random u (or an h, if that is `gate`) with probability 1 - fraction, the others are paired at random
    and get a cp."""
    lines = ["OPENQASM 2.0;", 'include "qelib1.inc";', f"qreg q[{qubits}];"]
    full = 2 * math.pi
    for _ in range(qubits):
        paired = []
        for q in range(qubits):
            if rng.random() < fraction:
                paired.append(q)
            elif gate == "h":
                lines.append(f"h q[{q}];")
            else:
                angles = ",".join(f"{rng.random() * full:.15g}" for _ in range(3))
                lines.append(f"u({angles}) q[{q}];")
        rng.shuffle(paired)
        for a, b in zip(paired[::2], paired[1::2]):
            lines.append(f"cp({rng.random() * full:.15g}) q[{a}],q[{b}];")
    return "\n".join(lines) + "\n", len(lines) - 3


def exponent(points):
    """Slope of the least-squares line through the logarithms; None for fewer than two abscissae."""
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    mean_x = sum(x for x, _ in logs) / max(1, len(logs))
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    if spread == 0:
        return None
    return sum((x - mean_x) * y for x, y in logs) / spread


def panel(curves, title, letter, left, top):
    """One plot, both axes logarithmic, as SVG elements. Curves: by name, a list of (x, y); the legend below says
    the power of `letter` that fits each."""
    points = [(x, y) for curve in curves.values() for x, y in curve if y > 0]
    if not points:
        return []
    width, height = 380, 300
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
    for i, (name, curve) in enumerate(curves.items()):
        colour = f"hsl({i * 137 % 360},65%,42%)"
        places = [place(x, max(y, 10 ** low_y)) for x, y in sorted(curve)]
        out.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}" fill="none" '
                   f'stroke="{colour}"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        slope = exponent(curve)
        label = name + ("" if slope is None else f": {letter}^{slope:.2f}")
        out.append(f'<text x="{left}" y="{top + height + 36 + 15 * i}" fill="{colour}">{label}</text>')
    return out


def drawing(rows):
    """An SVG of panels in rows; a panel is (curves, title, letter)."""
    top, body = 50, []
    for row in rows:
        for i, (curves, title, letter) in enumerate(row):
            body += panel(curves, title, letter, 70 + 470 * i, top)
        top += 390 + 15 * max(len(curves) for curves, _, _ in row)
    width = 10 + 470 * max(map(len, rows))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{top}" font-family="sans-serif" '
            f'font-size="12"><rect width="100%" height="100%" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n")
