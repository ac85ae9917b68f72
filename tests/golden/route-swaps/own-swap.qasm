// RUN: dqc-opt --device ../../testdata/devices/grid_12.json --passes='inline-gates,route-swaps' --verify-each %s
// The circuit's own swap is a new name of two qubits; one under a condition is a gate.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[1] c;
cx q[0], q[1];
cx q[1], q[2];
swap q[0], q[1];
cx q[2], q[1];
h q[2];
cx q[2], q[0];
cx q[0], q[1];
c[0] = measure q[2];
if (c[0]) swap q[0], q[1];
