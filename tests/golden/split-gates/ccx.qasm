// RUN: dqc-opt --passes='inline-gates,split-gates' --verify-each %s
// The ccx becomes cp gates between one-qubit gates; cx and swap stay.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
cx q[0], q[1];
ccx q[0], q[1], q[2];
swap q[1], q[2];
