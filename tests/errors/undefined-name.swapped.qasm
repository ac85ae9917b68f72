OPENQASM 3.0;
include "stdgates.inc";
qubit[2] qubits;
sawp qubits[0], qubits[1];
x quibts[0];
