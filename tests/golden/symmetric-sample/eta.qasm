// RUN: dqc-opt --device ../../testdata/devices/lab_7.json --passes='inline-gates,threshold-filter<eta=0.03>,symmetric-sample' %s
// Five qubits are left, but no line of five: the hint says which eta lets it in.
OPENQASM 3.0;
include "stdgates.inc";
qubit[5] q;
cx q[0], q[1];
cx q[1], q[2];
cx q[2], q[3];
cx q[3], q[4];
