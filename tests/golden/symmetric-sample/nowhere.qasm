// RUN: dqc-opt --device ../../testdata/devices/grid_12.json --passes='inline-gates,symmetric-sample' %s
// A grid has no triangle.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
cz q[0], q[1];
cz q[1], q[2];
cz q[2], q[0];
