// RUN: dqc-opt --device ../../testdata/devices/grid_12.json --passes='inline-gates,decompose,symmetric-sample<max;select=exact>' --verify-each %s
// Three lines of three on eleven qubits.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
cx q[0], q[1];
cx q[1], q[2];
