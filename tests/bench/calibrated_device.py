"""A device of ../shared/data/devices (calibration record "qdev-1") as Qiskit's Target, as Aer's noise model and as
the backend that mapomatic asks; and dqcc's placement of a circuit on it. Used by layout_time.py and
layout_noise.py."""
import json
import pathlib
import resource
import subprocess
import tempfile
import types

from qiskit.circuit import Measure, Parameter
from qiskit.circuit.library import CXGate, CZGate, ECRGate, RZGate, SXGate, XGate
from qiskit.transpiler import InstructionProperties, Target

TWO_QUBIT = {"cx": CXGate, "cz": CZGate, "ecr": ECRGate}


class CalibratedDevice:
    """Qubits and couplers that work, with their errors; the gate of every coupler is `two_qubit`."""

    def __init__(self, path):
        record = json.loads(pathlib.Path(path).read_text())
        self.path, self.name, self.size = path, record["name"], record["n_qubits"]
        self.qubits = record["qubits"]
        self.two_qubit = record["two_qubit_gate"]
        self.couplers = {(edge["a"], edge["b"]): edge["error"] for edge in record["edges"] if not edge["faulty"]}

    def coupler_error(self, a, b):
        return self.couplers[min(a, b), max(a, b)]

    def gate_error(self, qubit):
        return self.qubits[qubit]["gates"]["sx"]["error"]

    def readout_error(self, qubit):
        return self.qubits[qubit]["readout_error"]

    def fidelity(self, pattern_edges, layout):
        """Each qubit's readout and each pattern edge's coupler once."""
        product = 1.0
        for qubit in layout:
            product *= 1 - self.readout_error(qubit)
        for a, b in pattern_edges:
            product *= 1 - self.coupler_error(layout[a], layout[b])
        return product

    def target(self):
        """Couplers in both directions with one error, so that directions play no part in a comparison."""
        target = Target(num_qubits=self.size)
        ones = {(q,): InstructionProperties(error=self.gate_error(q)) for q in range(self.size)}
        target.add_instruction(SXGate(), dict(ones))
        target.add_instruction(XGate(), dict(ones))
        target.add_instruction(RZGate(Parameter("angle")),
                               {key: InstructionProperties(error=0.0) for key in ones})
        target.add_instruction(TWO_QUBIT[self.two_qubit](),
                               {pair: InstructionProperties(error=error) for (a, b), error in self.couplers.items()
                                for pair in ((a, b), (b, a))})
        target.add_instruction(Measure(), {(q,): InstructionProperties(error=self.readout_error(q))
                                           for q in range(self.size)})
        return target

    def mapomatic_backend(self):
        """The four questions that mapomatic.best_overall_layout asks, each answered by one look-up."""
        ones = [self.gate_error(q) for q in range(self.size)]
        twos = {(pair[i], pair[1 - i]): error for pair, error in self.couplers.items() for i in (0, 1)}
        properties = types.SimpleNamespace(
            gate_error=lambda name, at: twos[at[0], at[1]] if isinstance(at, list) else ones[at],
            readout_error=lambda qubit: self.qubits[qubit]["readout_error"])
        configuration = types.SimpleNamespace(
            basis_gates=["sx", "x", "rz", self.two_qubit], num_qubits=self.size, simulator=False,
            backend_name=self.name, coupling_map=[list(pair) for pair in twos])
        return types.SimpleNamespace(configuration=lambda: configuration, properties=lambda: properties)


def place(dqcc, device, text, *options):
    """Compiles the OpenQASM `text` on the device: samples.json and the processor seconds of the
    whole process. None if the device has no place for it."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "circuit.qasm").write_text(text)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([dqcc, folder / "circuit.qasm", "-q", "-o", folder / "out", "--device", device.path,
                               "--emit=samples", *options], capture_output=True, text=True)
        if done.returncode == 3:
            return None
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return json.loads((folder / "out" / "samples.json").read_text()), seconds
