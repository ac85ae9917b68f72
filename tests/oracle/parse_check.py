"""Every emitted OpenQASM 3 file parses with the reference parser and Qiskit's importer, every OpenQASM 2
file with Qiskit.

    parse_check.py --dqcc PATH CIRCUIT...

Compiles the named circuits and a few random ones for several networks. OpenQASM 2 cannot say every condition
of OpenQASM 3, so it is emitted for sources in OpenQASM 2 only."""
import argparse
import pathlib
import sys
import tempfile

import openqasm3
import qiskit.qasm2
import qiskit_qasm3_import

import random_circuits
from compilation import compile_circuits

NETWORKS = ["complete:2", "complete:3,comm=4", "line:4,comm=4", "grid:2x2,comm=3"]


def parse_all(path):
    """Parses one emitted file with every reader that should accept it."""
    text = path.read_text()
    if text.startswith("OPENQASM 2"):
        qiskit.qasm2.loads(text, custom_instructions=qiskit.qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
    else:
        qiskit_qasm3_import.convert(openqasm3.parse(text))


def random_sources(folder):
    paths = []
    for i in range(12):
        path = folder / f"random_{i}.qasm"
        path.write_text(random_circuits.random_source(9000 + i, 3 + i % 5, ("unitary", "measured", "final")[i % 3]))
        paths.append(path)
    return paths


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dqcc", required=True)
    parser.add_argument("circuits", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    parsed = refused = 0
    for network in NETWORKS:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            sources = options.circuits + random_sources(folder)
            compile_circuits(options.dqcc, sources, folder / "v3", ["--network", network, "-O1"])
            compile_circuits(options.dqcc, [path for path in sources if "OPENQASM 2" in path.read_text()],
                             folder / "v2", ["--network", network, "-O1", "--emit=qasm2"])
            for path in sorted(folder.glob("v*/**/*.qasm")):
                try:
                    parse_all(path)
                    parsed += 1
                except Exception as error:  # each reader has exceptions of its own
                    refused += 1
                    print(f"REFUSED {network} {path.relative_to(folder)}: {type(error).__name__}: {error}")
    print(f"{parsed} emitted files parse, {refused} do not")
    sys.exit(bool(refused) or parsed == 0)


if __name__ == "__main__":
    main()
