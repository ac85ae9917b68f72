// RUN: dqc-opt --device ../../testdata/devices/grid_12.json --passes='inline-gates,route-swaps' --verify-each %s
// All phases of a layer commute: those that are near come first.
OPENQASM 3.0;
include "stdgates.inc";
qubit[4] q;
cp(0.1) q[0], q[1];
cp(0.2) q[0], q[2];
cp(0.3) q[0], q[3];
cp(0.4) q[1], q[2];
cp(0.5) q[1], q[3];
cp(0.6) q[2], q[3];
