"""The simulators' checks must accept a right program and reject each of its broken variants.

    selftest.py [WORKED]

Breaks fixture/ (and WORKED, the folder of a worked example, where it exists) line by line."""
import copy
import pathlib
import sys

import aer_check
import stim_check
from compilation import Compilation, Failure

HERE = pathlib.Path(__file__).parent
EXCHANGED = {"{ x ": "{ z ", "{ z ": "{ x ", "h ": "x ", "s ": "sdg ", "cx ": "cz ", "cp(pi/4)": "cp(pi/5)"}


def variants(text):
    """(what was done, broken text): each statement left out, and each one altered."""
    lines = text.splitlines()
    for i, line in enumerate(lines):
        if line.startswith(("OPENQASM", "include", "qubit", "bit", "//")):
            continue
        # A measurement left out is often harmless, and so is the reset of a qubit about to be swapped away.
        if "= measure" not in line and not line.startswith("reset d"):
            yield f"without line {i + 1}: {line}", "\n".join(lines[:i] + lines[i + 1:])
        for old, new in EXCHANGED.items():
            if line.startswith(old) or old.startswith("{") and old in line:
                yield f"line {i + 1}: {line} altered", "\n".join(lines[:i] + [line.replace(old, new)] + lines[i + 1:])


def accepted(check, folder, text):
    compilation = copy.copy(Compilation(folder))
    compilation.text = text
    try:
        check((folder / "source.qasm").read_text(), compilation)
        return True
    except Failure:
        return False


def aer(source, compilation):
    aer_check.check(source, compilation, seed=3, inputs=2, shots=16)


def tableau(source, compilation):
    for seed in range(12):
        stim_check.check(source, compilation, seed)


def main():
    cases = [(aer, "aer", HERE / "fixture"), (tableau, "stim", HERE / "fixture")]
    if len(sys.argv) > 1 and pathlib.Path(sys.argv[1]).is_dir():
        cases.append((aer, "aer", pathlib.Path(sys.argv[1])))
    failures = 0
    for check, name, folder in cases:
        text = (folder / "monolithic.qasm").read_text()
        if not accepted(check, folder, text):
            failures += 1
            print(f"{name} rejects {folder.name}")
        broken = list(variants(text))
        kept = [what for what, changed in broken if accepted(check, folder, changed)]
        failures += len(kept)
        print(f"{name}, {folder.name}: {len(broken) - len(kept)} of {len(broken)} broken variants rejected")
        for what in kept:
            print(f"  accepted {what}")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
