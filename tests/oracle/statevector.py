"""A small exact simulator of source circuits that keeps every measurement branch apart."""
import dataclasses

import numpy as np

NEGLIGIBLE = 1e-12


@dataclasses.dataclass
class Branch:
    """One sequence of outcomes: its probability, the classical bits and the normalised state."""
    probability: float
    bits: tuple
    state: np.ndarray


def apply(state, matrix, qubits):
    """`matrix` on `qubits` (the first is the least significant, as in Qiskit) of a flat state."""
    count = len(qubits)
    total = state.size.bit_length() - 1
    axes = [total - 1 - q for q in reversed(qubits)]
    tensor = np.tensordot(matrix.reshape((2,) * (2 * count)), state.reshape((2,) * total),
                          axes=(range(count, 2 * count), axes))
    return np.moveaxis(tensor, range(count), axes).reshape(-1)


def product_state(columns):
    """The state whose qubit i is `columns[i]`."""
    state = np.ones(1, dtype=complex)
    for column in columns:
        state = np.kron(column, state)
    return state


def branches(circuit, state):
    """Every branch of a Qiskit circuit that starts in `state` with all bits 0."""
    found = [Branch(1.0, (0,) * circuit.num_clbits, state)]
    for step in circuit.data:
        found = [after for branch in found for after in _step(circuit, step, branch)]
    return found


def _step(circuit, step, branch):
    operation = step.operation
    qubits = [circuit.find_bit(q).index for q in step.qubits]
    if operation.name == "barrier":
        return [branch]
    if operation.name == "if_else":
        return _conditional(circuit, step, branch)
    if operation.name in ("measure", "reset"):
        target = circuit.find_bit(step.clbits[0]).index if step.clbits else None
        return _collapse(branch, qubits[0], target)
    return [dataclasses.replace(branch, state=apply(branch.state, operation.to_matrix(), qubits))]


def _collapse(branch, qubit, target):
    """Measures `qubit` into bit `target`, or resets it where `target` is None."""
    result = []
    for value in (0, 1):
        projector = np.diag([1.0 - value, float(value)])
        if target is None:
            projector = np.array([[1, 0], [0, 0]]) if value == 0 else np.array([[0, 1], [0, 0]])
        state = apply(branch.state, projector.astype(complex), [qubit])
        weight = float(np.vdot(state, state).real)
        if weight < NEGLIGIBLE:
            continue
        bits = branch.bits
        if target is not None:
            bits = bits[:target] + (value,) + bits[target + 1:]
        result.append(Branch(branch.probability * weight, bits, state / np.sqrt(weight)))
    return result


def _conditional(circuit, step, branch):
    left, right = step.operation.condition
    bits = left if hasattr(left, "__len__") else [left]
    value = sum(branch.bits[circuit.find_bit(bit).index] << i for i, bit in enumerate(bits))
    blocks = step.operation.blocks
    block = blocks[0] if value == int(right) else (blocks[1] if len(blocks) > 1 else None)
    if block is None:
        return [branch]
    qubit_of = dict(zip(block.qubits, step.qubits))
    bit_of = dict(zip(block.clbits, step.clbits))
    found = [branch]
    for inner in block.data:
        outer = inner.replace(qubits=[qubit_of[q] for q in inner.qubits],
                              clbits=[bit_of[b] for b in inner.clbits])
        found = [after for b in found for after in _step(circuit, outer, b)]
    return found
