// RUN: dqc-opt --device ../../testdata/devices/grid_12.json --passes='inline-gates,threshold-filter<eta=0.0095>,route-swaps,symmetric-sample' %s
// Nothing that is connected has room for it: swaps do not help.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
cz q[0], q[1];
cz q[1], q[2];
cz q[2], q[0];
