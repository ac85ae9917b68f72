// RUN: dqc-opt --network ../../testdata/networks/two_labs.json --passes='inline-gates,decompose,temporal-partition,insert-processes,route-ebits,schedule,place-on-devices<route=false>,place-on-devices<route=false;require>' %s
// Three qubits that all meet at one QPU: the device of both, a tree, has no triangle.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
cp(0.1) q[0], q[1];
cp(0.1) q[1], q[2];
cp(0.1) q[2], q[0];
