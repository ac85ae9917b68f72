"""Reads the plain form of OpenQASM that monolithic.qasm and the random sources are written in: one
statement a line, at most one statement inside an `if`. Much faster than a full parser on large files."""
import dataclasses
import math
import re


@dataclasses.dataclass
class Statement:
    """`name` is a gate, "reset" or "measure"; wires and bits are (register, index)."""
    name: str
    angles: list
    wires: list
    bit: tuple = None
    conditions: list = dataclasses.field(default_factory=list)  # (register, index or None, value)


@dataclasses.dataclass
class Program:
    qubits: dict
    bits: dict
    statements: list


_DECLARATION = re.compile(r"^(qubit|bit)(?:\[(\d+)\])? (\w+);$|^(qreg|creg) (\w+)\[(\d+)\];$")
_CONDITION = re.compile(r"^if ?\((!?)(\w+)(?:\[(\d+)\])?(?: ?== ?(\d+))?\) ?(.*)$")
_MEASURE = re.compile(r"^(\w+)(?:\[(\d+)\])? = measure (\w+)\[(\d+)\];$|^measure (\w+)\[(\d+)\] ?-> ?(\w+)\[(\d+)\];$")
_GATE = re.compile(r"^(\w+) ?(?:\(([^;]*)\))? ?((?:\w+\[\d+\](?:, ?)?)+);$")
_ANGLE = re.compile(r"^[0-9.eE+\-*/() pi]+$")


def read(text):
    """The Program of `text`; ValueError on anything outside the plain form."""
    program = Program({}, {}, [])
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("//")[0].strip()
        if not line or line.startswith(("OPENQASM", "include", "barrier")):
            continue
        declared = _DECLARATION.match(line)
        if not declared:
            program.statements.append(_statement(line, number))
        elif declared[1]:
            (program.qubits if declared[1] == "qubit" else program.bits)[declared[3]] = int(declared[2] or 1)
        else:
            (program.qubits if declared[4] == "qreg" else program.bits)[declared[5]] = int(declared[6])
    return program


def _statement(line, number):
    conditions = []
    while match := _CONDITION.match(line):
        inverted, register, index, value, line = match.groups()
        if line.startswith("{"):
            line = line[1:].rstrip().removesuffix("}").strip()
        conditions.append((register, None if index is None else int(index),
                           int(value) if value is not None else (0 if inverted else 1)))
    if match := _MEASURE.match(line):
        if match[1]:
            bit, wire = (match[1], int(match[2] or 0)), (match[3], int(match[4]))
        else:
            wire, bit = (match[5], int(match[6])), (match[7], int(match[8]))
        return Statement("measure", [], [wire], bit, conditions)
    if match := _GATE.match(line):
        wires = [(name, int(index)) for name, index in re.findall(r"(\w+)\[(\d+)\]", match[3])]
        return Statement(match[1], [_angle(part) for part in (match[2] or "").split(",") if part],
                         wires, None, conditions)
    raise ValueError(f"line {number}: not in the plain form: {line}")


def _angle(text):
    if not _ANGLE.match(text):
        raise ValueError(f"not an angle: {text}")
    return float(eval(text, {"__builtins__": {}}, {"pi": math.pi}))  # the pattern admits arithmetic only
