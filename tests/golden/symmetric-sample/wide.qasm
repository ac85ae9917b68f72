// RUN: dqc-opt --device ../../testdata/devices/lab_7.json --passes='inline-gates,symmetric-sample' %s
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
ccx q[0], q[1], q[2];
