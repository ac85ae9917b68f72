// RUN: dqc-opt --passes='inline-gates,route-swaps' %s
OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
cx q[0], q[1];
