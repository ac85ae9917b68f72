"""bench_parse.py BIN [GATES]: the CPU seconds of dqc's frontend and of qiskit.qasm2.load on one program.

BIN holds bench_parse. Both read the same file; the last line is the ratio.
"""
import argparse
import subprocess
import tempfile
import time


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bin", metavar="BIN")
    parser.add_argument("gates", metavar="GATES", nargs="?", default="1000000")
    options = parser.parse_args()
    binary, gates = options.bin + "/bench_parse", options.gates
    line = subprocess.run([binary, gates], check=True, capture_output=True, text=True).stdout
    print("dqc:    " + line.strip())
    ours = float(line.split(" s ")[0].split()[-1])
    with tempfile.NamedTemporaryFile(suffix=".qasm") as file:
        subprocess.run([binary, "--write", gates], check=True, stdout=file)
        import qiskit
        import qiskit.qasm2

        begin = time.process_time()
        circuit = qiskit.qasm2.load(file.name)
        theirs = time.process_time() - begin
    print(f"qiskit: {len(circuit.data):>9} gates  {theirs:7.3f} s (qasm2.load of {qiskit.__version__})")
    print(f"ratio:  {theirs / ours:.1f}")


main()
