// RUN: dqc-opt --device ../../testdata/devices/lab_7.json --passes='inline-gates,symmetric-sample<score=gates>' --verify-each %s
// Ten cx on one pair and none measured: the coupler of least error counts, not the readout beside it.
OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
cx q[0], q[1];
cx q[0], q[1];
cx q[0], q[1];
cx q[0], q[1];
cx q[0], q[1];
cx q[0], q[1];
cx q[0], q[1];
cx q[0], q[1];
cx q[0], q[1];
cx q[0], q[1];
