// RUN: dqc-opt --device ../../testdata/devices/grid_12.json --passes='inline-gates,route-swaps' --verify-each %s
// A grid has no triangle: one swap.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
h q[0];
cx q[0], q[1];
cx q[1], q[2];
cx q[2], q[0];
c = measure q;
