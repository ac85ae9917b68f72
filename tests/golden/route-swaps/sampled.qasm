// RUN: dqc-opt --device ../../testdata/devices/grid_12.json --passes='inline-gates,threshold-filter<eta=0.014>,route-swaps<trials=4;rounds=1>,symmetric-sample<k=1;score=gates>' --verify-each %s
// The filter leaves a path: a star of four with two swaps at most, then the best place for what came out.
OPENQASM 3.0;
include "stdgates.inc";
qubit[4] q;
cx q[0], q[1];
cx q[0], q[2];
cx q[0], q[3];
cz q[1], q[2];
