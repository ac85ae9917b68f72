// RUN: dqc-opt --device ../../testdata/devices/grid_12.json --passes='inline-gates,symmetric-sample<max;spacing=1>' --verify-each %s
// No coupler joins two copies.
OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
cx q[0], q[1];
