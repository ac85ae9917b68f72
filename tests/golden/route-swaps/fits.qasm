// RUN: dqc-opt --device ../../testdata/devices/grid_12.json --passes='inline-gates,route-swaps' %s
// A ring of four is there as it is: nothing is inserted, its own swap stays.
OPENQASM 3.0;
include "stdgates.inc";
qubit[4] q;
cz q[0], q[1];
cz q[1], q[2];
swap q[2], q[3];
cz q[3], q[0];
