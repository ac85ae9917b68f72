"""Runs dqcc and reads back what it wrote; shared by the checks in this folder."""
import json
import pathlib
import subprocess

INFEASIBLE = 3  # dqcc: legal input that the network cannot run


class Failure(Exception):
    """A check that did not hold."""


def run(command, timeout=600):
    """Runs `command` (a list) and returns the completed process with its text."""
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=timeout)


def compile_circuits(dqcc, sources, out, options):
    """Compiles the files `sources` in one call and returns {source: folder, or None where the
    network cannot run it}. Raises Failure on any exit code but 0 and 3, for each of them."""
    out = pathlib.Path(out)
    process = run([dqcc, "-q", *sources, *options, "-o", out])
    folders = {source: out / pathlib.Path(source).stem if len(sources) > 1 else out for source in sources}
    missing = [source for source, folder in folders.items() if not any(folder.glob("*.*"))]
    if bool(missing) != (process.returncode != 0):
        raise Failure(f"dqcc exits {process.returncode} but leaves out {missing}:\n{process.stderr}")
    for source in missing:  # the exit code is that of the first failure only
        alone = process if len(sources) == 1 else run([dqcc, "-q", source, *options, "-o", out / "alone"])
        if alone.returncode != INFEASIBLE or "error:" not in alone.stderr:
            raise Failure(f"dqcc exits {alone.returncode} on {source} {options}:\n{alone.stderr}")
        folders[source] = None
    return folders


class Compilation:
    """The files of one compilation that the simulators need."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.text = (folder / "monolithic.qasm").read_text()
        schedule = json.loads((folder / "schedule.json").read_text())
        self.initial = self._places(schedule["initial_map"])
        self.final = self._places(schedule["final_map"])
        self.bit_registers = schedule.get("bit_registers", {})

    @staticmethod
    def _places(table):
        """Source qubit -> (register of monolithic.qasm, index), in source order."""
        return [(f"d{qpu}", index) for _, (qpu, index) in sorted(table.items(), key=lambda item: int(item[0]))]
