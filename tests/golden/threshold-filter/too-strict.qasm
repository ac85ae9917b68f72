// RUN: dqc-opt --device ../../testdata/devices/lab_7.json --passes='inline-gates,threshold-filter<eta=0.012>' %s
// One qubit is left; a line of three fits with a larger eta, which the hint names.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
cx q[0], q[1];
cx q[1], q[2];
