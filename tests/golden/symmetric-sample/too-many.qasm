// RUN: dqc-opt --device ../../testdata/devices/lab_7.json --passes='inline-gates,symmetric-sample<k=4>' %s
OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
cx q[0], q[1];
